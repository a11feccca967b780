from __future__ import annotations

import hashlib
import io
from io import BytesIO

import pytest
from PIL import Image
from rich.console import Console

from contract_tests.judgement.report import Spending
from contract_tests.progress import Silent, Watcher
from contract_tests.reports.bar import Bar
from contract_tests.reports.lines import Lines
from contract_tests.reports.thumbnails import MOST, SIDE, Thumbnails, thumbnail
from contract_tests.reports.watchers import Together
from contract_tests.tape.exchange import Picture
from tests.reports.reports import NASTY, exchange, png

SPENT = Spending(3, 1, 0, 25, 0)


def play(watcher: Watcher, reason: str = "429, Retry-After") -> None:
    watcher.phase("reads", number=2, of=9)
    watcher.exchange(exchange(), SPENT)
    watcher.waiting(30, reason)


def test_a_log_gets_a_line_for_a_phase_and_a_long_wait() -> None:
    stream = io.StringIO()
    lines = Lines(stream)
    play(lines)
    lines.waiting(0.2, "a moment")
    lines.phase("refusals", number=3, of=9)

    assert stream.getvalue().splitlines() == [
        "phase 2 of 9: reads (0 requests so far)",
        "waiting 30.0 s: 429, Retry-After",
        "phase 3 of 9: refusals (1 request so far, 3 of 25 credits)",
    ]


def test_a_log_that_is_gone_does_not_end_the_run() -> None:
    stream = io.StringIO()
    stream.close()

    play(Lines(stream))


@pytest.mark.parametrize("name", NASTY)
def test_a_log_gets_no_escape(name: str) -> None:
    stream = io.StringIO()
    play(Lines(stream), NASTY[name])

    assert len(stream.getvalue().splitlines()) == 2


class Drawn:
    """What a bar draws in a terminal of so many columns."""

    def __init__(self, width: int) -> None:
        self.stream = io.StringIO()
        self.console = Console(
            file=self.stream, width=width, force_terminal=True, _environ={}
        )
        self.time = 0.0
        self.bar = Bar(self.console, now=lambda: self.time)

    def text(self) -> str:
        with self.console.capture() as capture:
            self.console.print(self.bar.drawn())
        return capture.get()


def test_a_bar_shows_phase_requests_credits_and_waits() -> None:
    drawn = Drawn(120)
    play(drawn.bar)

    assert "2/9 reads, waits 30 s: 429, Retry-After, 1 request, 3/25 credits" in (
        drawn.text()
    )


def test_a_wait_counts_down_and_ends() -> None:
    drawn = Drawn(120)
    play(drawn.bar)
    drawn.time = 10.0
    assert "waits 20 s" in drawn.text()
    drawn.time = 31.0
    assert "waits" not in drawn.text()


@pytest.mark.parametrize("name", NASTY)
def test_a_bar_is_one_line_whatever_the_reason(name: str) -> None:
    drawn = Drawn(60)
    play(drawn.bar, NASTY[name])

    assert len(drawn.text().splitlines()) == 1


def test_a_bar_leaves_nothing_behind() -> None:
    drawn = Drawn(80)
    with drawn.bar as bar:
        play(bar)

    assert drawn.stream.getvalue().endswith("\x1b[2K")


def picture_of(content: bytes) -> Picture:
    return Picture(1, len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("size", [(160, 90), (90, 1600), (3000, 3000), (1, 1)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_thumbnail_is_a_small_png(size: tuple[int, int], kind: str) -> None:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    small = thumbnail(written.getvalue())

    assert small is not None
    with Image.open(BytesIO(small)) as image:
        assert image.format == "PNG"
        assert max(image.size) <= SIDE


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", png()[:60], b"\x89PNG\r\n\x1a\n", b"GIF89a" + b"\xff" * 50],
)
def test_a_broken_picture_has_no_thumbnail(content: bytes) -> None:
    watcher = Thumbnails()
    watcher.picture(picture_of(content), content)

    assert watcher.made == {}


def test_thumbnails_are_kept_by_digest_up_to_a_limit() -> None:
    watcher = Thumbnails()
    content = png()
    for number in range(MOST + 50):
        watcher.picture(Picture(1, 1, f"{number:064x}"), content)
        watcher.picture(Picture(1, 1, f"{number:064x}"), b"another")

    assert len(watcher.made) == MOST


def test_several_watchers_are_told() -> None:
    streams = [io.StringIO(), io.StringIO()]
    thumbnails = Thumbnails()
    together = Together(*map(Lines, streams), thumbnails, Silent())
    play(together)
    together.picture(picture_of(png()), png())

    assert streams[0].getvalue() == streams[1].getvalue() != ""
    assert len(thumbnails.made) == 1
