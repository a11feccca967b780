"""Pictures through the studio: format, size, sameness, difference, threads."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from mockserver.getimages.pictures import (
    MEDIA_TYPES,
    FontLibrary,
    PictureSpec,
    Studio,
)
from mockserver.getimages.pictures.geometry import picture_size

RATIOS = ("1:1", "3:2", "2:3", "16:9", "9:16", "4:3", "3:4", "21:9")
SPEC = PictureSpec(
    image_id="0b0e7c1e-9f2c-4d6a-8a55-6f3a1f0c2d11",
    prompt="A lighthouse on a cliff at dusk",
    model_id="openai:gpt-image-2",
    aspect_ratio="16:9",
    style=None,
    thinking_level=None,
    media_type="image/png",
    look="captioned:256",
)


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio(seed=7, fonts=FontLibrary(()))


def opened(picture: bytes) -> Image.Image:
    image = Image.open(BytesIO(picture))
    image.load()
    return image


def distance(one: bytes, other: bytes) -> float:
    """Return the mean difference of the channels of two pictures, in 0..255."""
    difference = ImageChops.difference(
        opened(one).convert("RGB"), opened(other).convert("RGB")
    )
    return sum(ImageStat.Stat(difference).mean) / 3


@pytest.mark.parametrize("look", ["captioned:256", "plain:64", "captioned:16"])
@pytest.mark.parametrize("name", MEDIA_TYPES)
@pytest.mark.parametrize("ratio", RATIOS)
def test_a_picture_has_the_format_and_exactly_the_ratio_asked_for(
    studio: Studio, ratio: str, name: str, look: str
) -> None:
    spec = replace(SPEC, aspect_ratio=ratio, media_type=MEDIA_TYPES[name], look=look)
    image = opened(studio.draw(spec))
    width, height = map(int, ratio.split(":"))
    assert image.format == name.upper()
    assert image.width * height == image.height * width
    assert max(image.size) <= int(look.split(":")[1])


@pytest.mark.parametrize(
    ("ratio", "side", "size"),
    [
        ("1:1", 1024, (1024, 1024)),
        ("16:9", 1024, (1024, 576)),
        ("3:2", 1024, (1023, 682)),
        ("21:9", 1024, (1008, 432)),
        ("9:21", 1024, (432, 1008)),
        pytest.param(
            "21:9", 16, (14, 6), id="in lowest terms when written ones are too big"
        ),
        ("1920:1080", 1024, (1024, 576)),
        ("1.91:1", 1024, (955, 500)),
        pytest.param(
            "1001:1000", 512, (512, 511), id="terms that cannot fit are rounded"
        ),
        pytest.param("1000:1", 1024, (1024, 32), id="a strip is cut at 32 to 1"),
        pytest.param("1:1000", 1024, (32, 1024), id="an upright strip too"),
        pytest.param("1:32", 16, (1, 16), id="never less than one pixel"),
        pytest.param("auto", 64, (64, 64), id="no ratio is a square"),
        pytest.param("0:3", 64, (64, 64), id="zero is no ratio"),
        pytest.param("-1:3", 64, (64, 64), id="nor is a negative number"),
        pytest.param("", 64, (64, 64), id="nor is nothing"),
    ],
)
def test_the_size_follows_the_documented_rule(
    ratio: str, side: int, size: tuple[int, int]
) -> None:
    assert picture_size(ratio, side) == size


@given(
    width=st.integers(1, 200), height=st.integers(1, 200), side=st.integers(200, 4096)
)
def test_any_ratio_whose_terms_fit_is_exact_unless_it_is_a_strip(
    width: int, height: int, side: int
) -> None:
    if max(width, height) > 32 * min(width, height):
        return
    got = picture_size(f"{width}:{height}", side)
    assert got[0] * height == got[1] * width
    assert side - max(width, height) < max(got) <= side


@pytest.mark.parametrize("ratio", ["1000:1", "1:1000", "auto", "21:9", "1001:1000"])
@pytest.mark.parametrize(
    "look", ["captioned:16", "captioned:64", "plain:16", "plain:1"]
)
@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_small_and_odd_pictures_decode(
    studio: Studio, name: str, look: str, ratio: str
) -> None:
    spec = replace(SPEC, aspect_ratio=ratio, look=look, media_type=MEDIA_TYPES[name])
    side = int(look.split(":")[1])
    assert opened(studio.draw(spec)).size == picture_size(ratio, side)


def test_a_picture_is_the_same_in_another_process() -> None:
    specs = [
        replace(SPEC, media_type=media_type, look=look, prompt="Zażółć שלום \U0001f600")
        for media_type in MEDIA_TYPES.values()
        for look in ("captioned:128", "plain:32")
    ]
    script = (
        "import hashlib\n"
        "from mockserver.getimages.pictures import PictureSpec, Studio\n"
        "studio = Studio(seed=7)\n"
        f"for spec in {specs!r}:\n"
        "    print(hashlib.sha256(studio.draw(spec)).hexdigest())\n"
    )
    here = [hashlib.sha256(Studio(seed=7).draw(spec)).hexdigest() for spec in specs]
    assert run(script, hash_seed="1").split() == here


def run(script: str, *, hash_seed: str = "0") -> str:
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
        text=True,
    ).stdout


def test_plain_pngs_never_load_pillow() -> None:
    script = (
        "import sys\n"
        "from mockserver.getimages.pictures import PictureSpec, Studio\n"
        f"Studio(seed=1).draw({replace(SPEC, look='plain:64')!r})\n"
        "print([name for name in sys.modules if name.split('.')[0] == 'PIL'])\n"
    )
    assert run(script).strip() == "[]"


@pytest.mark.parametrize("look", ["plain:64", "captioned:128"])
@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda n: replace(SPEC, prompt=f"prompt {n}"), id="other prompts"),
        pytest.param(
            lambda n: replace(SPEC, image_id=f"id {n}"), id="the same prompt again"
        ),
    ],
)
def test_two_pictures_are_clearly_different(
    studio: Studio, changed: Callable[[int], PictureSpec], look: str
) -> None:
    pictures = [studio.draw(replace(changed(n), look=look)) for n in range(24)]
    closest = min(distance(one, other) for one, other in combinations(pictures, 2))
    assert closest > 12


def test_another_seed_draws_another_picture() -> None:
    fonts = FontLibrary(())
    one, other = (Studio(seed=seed, fonts=fonts).draw(SPEC) for seed in (1, 2))
    assert distance(one, other) > 12


@pytest.mark.parametrize(
    "change",
    [
        {"model_id": "openai:gpt-image-1.5"},
        {"style": "vivid"},
        {"thinking_level": "deep"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_caption_tells_the_metadata(studio: Studio, change: dict[str, str]) -> None:
    assert studio.draw(replace(SPEC, **change)) != studio.draw(SPEC)


def test_four_threads_draw_the_same_bytes(studio: Studio) -> None:
    specs = [
        replace(
            SPEC, prompt=f"{n} Ελληνικά עברית 中文 \U0001f600", media_type=media_type
        )
        for n in range(6)
        for media_type in MEDIA_TYPES.values()
    ]
    alone = Studio(seed=7, cache_bytes=0)
    expected = [alone.draw(spec) for spec in specs]
    shared = Studio(seed=7, cache_bytes=0)
    with ThreadPoolExecutor(4) as pool:
        results = [pool.map(shared.draw, specs) for _ in range(4)]
        assert all(list(result) == expected for result in results)


def test_a_kept_picture_is_returned_as_it_is_until_the_cache_is_full() -> None:
    spec = replace(SPEC, look="captioned:128")
    studio = Studio(seed=1, fonts=FontLibrary(()), cache_bytes=20_000)
    first = studio.draw(spec)
    assert studio.draw(spec) is first
    for number in range(30):
        studio.draw(replace(spec, prompt=str(number)))
    again = studio.draw(spec)
    assert again is not first
    assert again == first


def test_without_a_cache_nothing_is_kept() -> None:
    studio = Studio(seed=1, fonts=FontLibrary(()), cache_bytes=0)
    assert studio.draw(SPEC) is not studio.draw(SPEC)


@pytest.mark.parametrize(
    ("look", "name", "slow"),
    [
        ("plain:64", "png", False),
        ("plain:512", "png", False),
        ("plain:4096", "png", True),
        ("plain:64", "jpeg", True),
        ("captioned:64", "png", True),
    ],
)
def test_only_what_takes_well_under_a_millisecond_is_not_slow(
    look: str, name: str, *, slow: bool
) -> None:
    spec = replace(SPEC, look=look, media_type=MEDIA_TYPES[name], aspect_ratio="1:1")
    studio = Studio(seed=1, fonts=FontLibrary(()))
    assert studio.is_slow(spec) is slow


def test_a_kept_picture_is_not_slow() -> None:
    studio = Studio(seed=1, fonts=FontLibrary(()))
    studio.draw(SPEC)
    assert not studio.is_slow(SPEC)


@pytest.mark.parametrize(
    "look", ["", "captioned", "fancy:64", "plain:0", "plain:99999"]
)
def test_an_unknown_look_is_refused_by_name(studio: Studio, look: str) -> None:
    with pytest.raises(ValueError, match=f"look '{look}'"):
        studio.draw(replace(SPEC, look=look))


def test_an_unknown_media_type_is_refused_with_those_that_are_known(
    studio: Studio,
) -> None:
    with pytest.raises(ValueError, match="'image/gif' cannot be drawn; use image/png"):
        studio.draw(replace(SPEC, media_type="image/gif"))
