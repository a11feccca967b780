"""Measure the CPU time of a picture, by style, size, ratio and format.

Run ``python -m benchmarks.pictures`` from the project's root. Each row draws
pictures of different prompts, none of them cached, in a warm process, and prints
the median and the 95th percentile of ``time.process_time``, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from mockserver.getimages.pictures import MEDIA_TYPES, PictureSpec, Studio

_TEXT = (
    "a lighthouse on the cliff at dusk oil painting of two foxes under an old bridge "
    "watercolour city skyline in rain with neon signs macro photograph of moss"
)

_CASES = (
    ("plain", 64, "1:1"),
    ("plain", 1024, "1:1"),
    ("captioned", 256, "1:1"),
    ("captioned", 1024, "16:9"),
    ("captioned", 1024, "1:1"),
    ("captioned", 2048, "1:1"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times are in milliseconds of CPU."""

    look: str
    ratio: str
    format: str
    median_ms: float
    p95_ms: float
    median_bytes: int


def measure(look: str, ratio: str, name: str, count: int) -> Row:
    """Draw ``count`` pictures of different prompts and lengths."""
    studio = Studio(seed=1, cache_bytes=0)
    times, sizes = [], []
    warm_up = 300 if look.startswith("plain") else 3
    for number, spec in enumerate(_specs(look, ratio, name, count + warm_up)):
        start = time.process_time()
        picture = studio.draw(spec)
        elapsed = time.process_time() - start
        # The first ones load Pillow, open fonts and compute colours that are kept.
        if number >= warm_up:
            times.append(elapsed * 1000)
            sizes.append(len(picture))
    times.sort()
    p95 = times[min(count - 1, int(count * 0.95))]
    return Row(
        look,
        ratio,
        name,
        round(statistics.median(times), 3),
        round(p95, 3),
        int(statistics.median(sizes)),
    )


def _specs(look: str, ratio: str, name: str, count: int) -> Iterator[PictureSpec]:
    """Yield specs whose prompts have 5 to 64 words, none twice."""
    vocabulary = _TEXT.split()
    for number in range(count):
        length = 5 + number * 7 % 60
        words = [
            vocabulary[(number * 5 + word) % len(vocabulary)] for word in range(length)
        ]
        yield PictureSpec(
            image_id=f"image-{number}",
            prompt=f"{number}: {' '.join(words)}",
            model_id="google:gemini-3-pro-image-preview",
            aspect_ratio=ratio,
            style="vivid",
            thinking_level="deep",
            media_type=MEDIA_TYPES[name],
            look=look,
        )


def main(arguments: list[str]) -> None:
    """Print the table, or with ``--json`` its rows as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print rows as JSON")
    parser.add_argument("--count", type=int, default=40, help="pictures for each row")
    options = parser.parse_args(arguments)
    rows = [
        measure(f"{style}:{side}", ratio, name, max(1, options.count))
        for style, side, ratio in _CASES
        for name in MEDIA_TYPES
    ]
    out = sys.stdout
    if options.json:
        out.write(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
        return
    out.write("look            ratio  format  median ms   p95 ms    bytes\n")
    for row in rows:
        out.write(
            f"{row.look:<16}{row.ratio:<7}{row.format:<6}"
            f"{row.median_ms:>11.3f}{row.p95_ms:>9.3f}{row.median_bytes:>9}\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
