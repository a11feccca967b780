"""Captions: any text is set, readable, and never fails."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mockserver.getimages.pictures import FontLibrary, PictureSpec, Studio
from mockserver.getimages.pictures.colour import contrast
from mockserver.getimages.pictures.palette import choose_palette
from mockserver.getimages.pictures.text.arabic import joined
from mockserver.getimages.pictures.text.bidi import (
    base_level,
    embedding_levels,
    visual_order,
)
from mockserver.getimages.pictures.text.boxes import box_label
from mockserver.getimages.pictures.text.clusters import clusters
from mockserver.getimages.pictures.text.faces import Faces
from mockserver.getimages.pictures.text.wrapping import (
    ellipsis_item,
    items_of,
    wrap,
)

SPEC = PictureSpec(
    image_id="7d9b0f2a-64a5-4f0c-9a1c-3c2f8f1b5e10",
    prompt="",
    model_id="openai:gpt-image-2",
    aspect_ratio="4:3",
    style=None,
    thinking_level=None,
    media_type="image/png",
    look="captioned:256",
)
SYSTEM = Studio(seed=3, cache_bytes=0)
BARE = Studio(seed=3, fonts=FontLibrary(()), cache_bytes=0)


def decoded(picture: bytes) -> Image.Image:
    image = Image.open(BytesIO(picture))
    image.load()
    return image


HOSTILE = {
    "empty": "",
    "blank": " \t\n\u3000\xa0",
    "NUL": "a\0b",
    "controls": "".join(map(chr, [*range(32), *range(127, 160)])),
    "line ends": "one\r\ntwo\rthree\vfour\ffive\x85six\u2028seven\u2029eight",
    "newlines only": "\n" * 2000,
    "many lines": "a\n" * 1000,
    "tabs": "a\tb\t\tc",
    "one long word": "x" * 2000,
    "two thousand characters": "lorem ipsum " * 166 + "dolor si",
    "Hebrew": "שלום עולם (42) abc",
    "Arabic": "مرحبا بالعالم، ٤٢ لا",
    "mixed directions": "abc אבג 123 דהו xyz — (ש) [ע]",
    "directional controls": "a\u202eb\u202dc\u2066d\u2069e\u202c",
    "Chinese, Japanese, Korean": "夜の東京、雨に濡れた街。中文测试、猫。한국어",
    "Korean spelt out": "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "Indic": "हिन्दी में लिखा हुआ தமிழ்",
    "Thai": "ภาษาไทยไม่มีช่องว่าง",
    "emoji": "😀👩‍👩‍👧‍👦🇩🇪👍🏽❤️1️⃣🏴\U000e0067\U000e0062\U000e007f",
    "half a flag": "\U0001f1e9",
    "joiners alone": "\u200d\u200d\u200c\ufe0f\ufe0e",
    "zero width": "\u200b\ufeff\u2060\xad",
    "stacked marks": "Z" + "\u0321\u0328\u0338" * 600,
    "marks alone": "\u0301\u0302",
    "lone surrogates": "\ud800\udfffx\udc00",
    "no characters": "\uffff\ufffe\ufdd0\U0010ffff",
    "private use": "\ue000\uf8ff\U000f0000\U0010fffd",
    "unassigned": "\u0378\U000e1234",
    "two thousand astral": "".join(map(chr, range(0x20000, 0x207D0))),
    "two thousand emoji": "😀" * 2000,
    "very long": "word " * 100_000,
}


@pytest.mark.parametrize("side", [64, 256])
@pytest.mark.parametrize("studio", [SYSTEM, BARE], ids=["system fonts", "no fonts"])
@pytest.mark.parametrize("prompt", HOSTILE.values(), ids=HOSTILE)
def test_any_prompt_is_drawn(prompt: str, studio: Studio, side: int) -> None:
    spec = replace(SPEC, prompt=prompt, style=prompt, look=f"captioned:{side}")
    assert decoded(studio.draw(spec)).size == (side, side * 3 // 4)


@given(text=st.text(st.characters(codec=None), max_size=60), style=st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_arbitrary_text_never_fails(text: str, style: str) -> None:
    spec = replace(SPEC, prompt=text, style=style, model_id=text, aspect_ratio=style)
    decoded(SYSTEM.draw(spec))


@given(text=st.text(st.characters(categories=("Cs", "Cn", "Co", "Mn", "Cf", "So"))))
@settings(max_examples=40, deadline=None)
def test_arbitrary_odd_text_never_fails_without_fonts(text: str) -> None:
    decoded(BARE.draw(replace(SPEC, prompt=text)))


def test_the_caption_has_the_contrast_of_wcag_aaa() -> None:
    for first in range(0, 256, 5):
        palette = choose_palette(bytes([first] * 16), bytes([255 - first] * 16))
        assert contrast(palette.panel, palette.text) > 7


@pytest.mark.parametrize(
    ("character", "label"),
    [
        ("\0", ("00", "00")),
        ("\u05d0", ("05", "D0")),
        ("\U0001f600", ("01F", "600")),
        ("\U0010fffd", ("10F", "FFD")),
        ("\ud800", ("D8", "00")),
    ],
)
def test_a_box_shows_the_code_point(character: str, label: tuple[str, str]) -> None:
    assert box_label(character) == label


def test_characters_without_a_font_become_boxes_that_differ() -> None:
    one, other = (
        BARE.draw(replace(SPEC, prompt=prompt)) for prompt in ("\u05d0", "\u05d1")
    )
    assert one != other
    items = list(items_of("a\u05d0", 20, Faces(FontLibrary(()))))
    assert [item.face is None for item in items] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a \t\n b", ["a", "\n", "b"]),
        ("  a  b  ", ["a", " ", "b"]),
        ("e\u0301x", ["é", "x"]),
        ("q\u0301x", ["q\u0301", "x"]),
        ("👩\u200d👧x", ["👩\u200d👧", "x"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("👍🏽", ["👍🏽"]),
        ("1\ufe0f\u20e3", ["1\ufe0f\u20e3"]),
        ("a\u200bb\ufeff", ["a", "b"]),
        ("\0\u0301", ["\0", "\u0301"]),
    ],
    ids=ascii,
)
def test_text_is_cut_into_what_is_set_as_one(text: str, expected: list[str]) -> None:
    assert list(clusters(text)) == expected


def lines(text: str, width: float, most: int) -> list[str]:
    faces = Faces(FontLibrary(()))
    wrapped = wrap(items_of(text, 20, faces), width, most, ellipsis_item(20, faces))
    assert all(line.width <= width for line in wrapped)
    return ["".join(item.text for item in line.items) for line in wrapped]


@pytest.mark.parametrize(
    ("text", "width", "most", "expected"),
    [
        pytest.param("one two", 500, 3, ["one two"], id="fits"),
        pytest.param(
            "one two three", 75, 3, ["one two", "three"], id="breaks at spaces"
        ),
        pytest.param("one two three", 75, 1, ["one tw…"], id="ends in an ellipsis"),
        pytest.param("one\n\ntwo", 500, 3, ["one", "two"], id="line ends"),
        pytest.param("a\nb\nc", 500, 2, ["a", "b…"], id="too many lines"),
        pytest.param("a\nb\n", 500, 2, ["a", "b"], id="nothing after the last line"),
        pytest.param("llllllllllllllllllll", 50, 9, ["l" * 10] * 2, id="a long word"),
        pytest.param("", 500, 3, [], id="nothing"),
    ],
)
def test_lines_break_where_a_reader_expects(
    text: str, width: float, most: int, expected: list[str]
) -> None:
    assert lines(text, width, most) == expected


def test_no_line_starts_with_a_closing_sign_in_chinese() -> None:
    for width in range(60, 160, 7):
        assert not any(line.startswith("。") for line in lines("猫猫。" * 6, width, 20))


def visual(text: str, kinds: str) -> str:
    names = {"l": "L", "r": "R", "a": "AL", "1": "EN", "x": "ET", "c": "CS", " ": "WS"}
    classes = [names[kind] for kind in kinds]
    levels = embedding_levels(classes, base_level(classes))
    return "".join(visual_order(text, levels))


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("abc DEF", "lll rrr", "abc FED"),
        ("DEF abc", "rrr lll", "abc FED"),
        ("DEF 12 GH", "rrr 11 rr", "HG 12 FED"),
        ("ab DEF 12 GH cd", "ll rrr 11 rr ll", "ab HG 12 FED cd"),
        ("DE 1:2", "rr 1c1", "1:2 ED"),
        ("DE 5%", "rr 1x", "5% ED"),
        ("ab CD, EF", "ll rrc rr", "ab FE ,DC"),
        ("", "", ""),
    ],
)
def test_lines_are_ordered_as_they_are_read(
    text: str, kinds: str, expected: str
) -> None:
    """Capitals stand for letters that are written from right to left."""
    assert visual(text, kinds) == expected


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("ببب", "\ufe91\ufe92\ufe90"),
        ("باب", "\ufe91\ufe8e\ufe8f"),
        ("لا", "\ufefb"),
        ("بلا", "\ufe91\ufefc"),
        ("ب", "\ufe8f"),
        ("a", "a"),
    ],
)
def test_arabic_letters_join_without_a_shaping_engine(
    letters: str, expected: str
) -> None:
    assert "".join(joined(list(letters), lambda form: True)) == expected


def test_arabic_letters_stay_as_they_are_in_a_font_without_forms() -> None:
    assert joined(["ب", "ب"], lambda form: False) == ["ب", "ب"]
