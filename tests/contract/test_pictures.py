"""What is measured of the bytes behind a `b64_json`."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from contract_tests.tape.pictures import measure


def picture(form: str, *, size: tuple[int, int] = (48, 27), mode: str = "RGB") -> bytes:
    image = Image.effect_noise(size, 50).convert(mode)
    content = BytesIO()
    image.save(content, form)
    return content.getvalue()


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
    ],
)
def test_a_picture_is_measured(form: str, media_type: str) -> None:
    content = picture(form)
    facts, decoded = measure(encoded(content))

    assert decoded == content
    assert (facts.width, facts.height) == (48, 27)
    assert facts.media_type == media_type
    assert facts.size == len(content)
    assert facts.characters == len(encoded(content))
    assert facts.sha256 == hashlib.sha256(content).hexdigest()
    assert facts.encoding_problem is None
    assert facts.picture_problem is None


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_a_png_of_any_colours_is_measured(mode: str) -> None:
    image = Image.new(mode, (5, 3))
    content = BytesIO()
    image.save(content, "PNG")

    assert measure(encoded(content.getvalue()))[0].picture_problem is None


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_was_cut_off_is_noticed(form: str) -> None:
    content = picture(form, size=(200, 200))
    facts, _ = measure(encoded(content[: len(content) // 2]))

    assert facts.picture_problem is not None
    assert facts.encoding_problem is None


def test_a_png_whose_pixels_are_damaged_is_noticed() -> None:
    content = bytearray(picture("PNG", size=(200, 200)))
    content[len(content) // 2] ^= 0xFF

    assert measure(encoded(bytes(content)))[0].picture_problem is not None


@pytest.mark.parametrize(
    "content",
    [b"not a picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"{}", b"GIF89a"],
)
def test_bytes_that_are_no_picture_are_noticed(content: bytes) -> None:
    facts, _ = measure(encoded(content))

    assert facts.picture_problem is not None


def test_a_huge_picture_is_not_decoded() -> None:
    """A header may promise more pixels than the memory holds."""
    content = bytearray(picture("PNG"))
    content[16:24] = (60_000).to_bytes(4, "big") * 2

    facts, _ = measure(encoded(bytes(content)))

    assert facts.picture_problem is not None or facts.width in (None, 60_000)


PNG = picture("PNG", size=(64, 64))
# Three bytes that base64 writes with both letters of which the alphabets differ.
BOTH = base64.b64encode(PNG + b"\xfb\xef\xbe\xff\xff\xff").decode()
PROBLEMS = {
    "empty": ("", "empty"),
    "URL-safe": (BOTH.replace("+", "-").replace("/", "_"), "URL-safe"),
    "data URL": (f"data:image/png;base64,{encoded(PNG)}", "data URL"),
    "line breaks": (base64.encodebytes(PNG).decode(), "line breaks"),
    "a blank": (f"{encoded(PNG)[:8]} {encoded(PNG)[8:]}", "blanks"),
    "no padding": (encoded(PNG + b"1" * (1 - len(PNG) % 3)).rstrip("="), "four"),
    "padding between": (f"{encoded(b'1')}{encoded(PNG)}", "padding"),
    "another character": (f"{encoded(PNG)[:-4]}*AAA", "'*'"),
    "a path": ("/var/images/1.png", "'.'"),
    "a letter beyond ASCII": ("aé==", "'é'"),
}
while len(PNG) % 3 != 1:
    PNG += b"\0"
PROBLEMS["no padding"] = (encoded(PNG).rstrip("="), "four")


@pytest.mark.parametrize(("text", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_text_that_is_no_base64_says_why(text: str, problem: str) -> None:
    facts, content = measure(text)

    assert content == b""
    assert facts.encoding_problem is not None
    assert problem in facts.encoding_problem
    assert facts.characters == len(text)


@given(st.binary(min_size=1))
def test_all_base64_is_taken_and_no_bytes_break_the_run(content: bytes) -> None:
    facts, decoded = measure(encoded(content))

    assert decoded == content
    assert facts.encoding_problem is None


@given(st.text())
def test_no_text_breaks_the_run(text: str) -> None:
    facts, _ = measure(text)

    assert facts.characters == len(text)


@given(
    st.sampled_from([picture(each) for each in ("PNG", "JPEG", "WEBP", "GIF")]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(1, 255)), max_size=6),
    st.floats(0, 1),
)
def test_no_damage_breaks_the_run(
    content: bytes, flips: list[tuple[float, int]], kept: float
) -> None:
    damaged = bytearray(content)
    for place, bits in flips:
        damaged[int(place * len(damaged))] ^= bits
    cut = bytes(damaged[: max(1, int(kept * len(damaged)))])

    facts, _ = measure(encoded(cut))

    assert facts.size == len(cut)
