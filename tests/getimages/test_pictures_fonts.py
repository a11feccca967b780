"""Fonts: what a file covers, where files are found, and what happens with bad ones.

Fonts are built here from the one inside Pillow, so no test depends on what the
machine has installed.
"""

from __future__ import annotations

import contextlib
import logging
import struct
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from mockserver.getimages.pictures import FontLibrary, PictureSpec, Studio
from mockserver.getimages.pictures.fonts import installed
from mockserver.getimages.pictures.fonts.cmap import FontFileError, read_coverage
from mockserver.getimages.pictures.fonts.folders import (
    font_files,
    system_font_folders,
)
from mockserver.getimages.pictures.text.faces import Faces

SPEC = PictureSpec(
    image_id="one",
    prompt="",
    model_id="m",
    aspect_ratio="1:1",
    style=None,
    thinking_level=None,
    media_type="image/png",
    look="captioned:256",
)


def format_4(segments: Sequence[tuple[int, int, int, Sequence[int]]]) -> bytes:
    """Build a subtable of (start, end, delta, glyphs); glyphs may be empty."""
    ends = [end for _, end, _, _ in segments] + [0xFFFF]
    starts = [start for start, _, _, _ in segments] + [0xFFFF]
    deltas = [delta & 0xFFFF for _, _, delta, _ in segments] + [1]
    offsets: list[int] = []
    glyphs: list[int] = []
    for index, (_, _, _, ids) in enumerate(segments):
        words_to_array = len(ends) - index
        offsets.append(2 * (words_to_array + len(glyphs)) if ids else 0)
        glyphs += ids
    offsets.append(0)
    words = [*ends, 0, *starts, *deltas, *offsets, *glyphs]
    body = struct.pack(f">{len(words)}H", *words)
    return struct.pack(">7H", 4, 14 + len(body), 0, 2 * len(ends), 0, 0, 0) + body


def format_12(groups: Sequence[tuple[int, int, int]]) -> bytes:
    """Build a subtable of (start, end, first glyph)."""
    body = b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(groups)) + body


def cmap(*subtables: tuple[int, int, bytes]) -> bytes:
    """Build a cmap table of (platform, encoding, subtable)."""
    header, offset = struct.pack(">HH", 0, len(subtables)), 4 + 8 * len(subtables)
    for platform, encoding, subtable in subtables:
        header += struct.pack(">HHI", platform, encoding, offset)
        offset += len(subtable)
    return header + b"".join(subtable for _, _, subtable in subtables)


def sfnt(tables: dict[bytes, bytes], tag: bytes = b"\0\1\0\0") -> bytes:
    """Build a font file of tables."""
    directory, body = tag + struct.pack(">HHHH", len(tables), 0, 0, 0), b""
    start = 12 + 16 * len(tables)
    for name, table in sorted(tables.items()):
        directory += name + struct.pack(">III", 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


def small_font(*subtables: tuple[int, int, bytes]) -> bytes:
    """Build a file with a coverage that cannot be drawn from."""
    return sfnt({b"cmap": cmap(*subtables), b"glyf": b"\0" * 4})


def real_font(first: int, last: int) -> bytes:
    """Return the font inside Pillow with its letters moved to other characters."""
    font = ImageFont.load_default(10)
    assert isinstance(font, ImageFont.FreeTypeFont)
    data = font.font_bytes
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {}
    for index in range(count):
        name, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        tables[name] = data[offset : offset + length]
    tables[b"cmap"] = cmap((3, 10, format_12([(first, last, 5)])))
    return sfnt(tables, data[:4])


def covered(font: bytes, *code_points: int) -> list[bool]:
    coverage = read_coverage(BytesIO(font))
    return [code_point in coverage for code_point in code_points]


def test_format_12_reaches_all_of_unicode() -> None:
    font = small_font((3, 10, format_12([(0x41, 0x43, 1), (0x1F600, 0x1F601, 9)])))
    points = (0x40, 0x41, 0x43, 0x44, 0x1F5FF, 0x1F600, 0x1F601, 0x1F602)
    assert covered(font, *points) == [
        False,
        True,
        True,
        False,
        False,
        True,
        True,
        False,
    ]


def test_format_12_starts_after_glyph_0() -> None:
    font = small_font((3, 10, format_12([(0x41, 0x43, 0)])))
    assert covered(font, 0x41, 0x42) == [False, True]


def test_format_4_with_deltas() -> None:
    font = small_font(
        (3, 1, format_4([(0x20, 0x7E, -0x10, ()), (0x5D0, 0x5EA, 1, ())]))
    )
    points = (0x1F, 0x20, 0x7E, 0x7F, 0x5D0, 0x5EA, 0x5EB, 0xFFFF)
    assert covered(font, *points) == [
        False,
        True,
        True,
        False,
        True,
        True,
        False,
        False,
    ]


def test_format_4_delta_that_yields_glyph_0_is_missing() -> None:
    font = small_font((3, 1, format_4([(0x41, 0x43, -0x42, ())])))
    assert covered(font, 0x41, 0x42, 0x43) == [True, False, True]


def test_format_4_with_glyph_arrays_has_holes() -> None:
    font = small_font(
        (3, 1, format_4([(0x41, 0x44, 0, (7, 0, 8, 9)), (0x61, 0x62, 0, (0, 3))]))
    )
    points = (0x41, 0x42, 0x43, 0x44, 0x61, 0x62)
    assert covered(font, *points) == [True, False, True, True, False, True]


def test_the_fullest_subtable_wins() -> None:
    small, full = format_4([(0x41, 0x41, 1, ())]), format_12([(0x42, 0x42, 1)])
    assert covered(small_font((3, 1, small), (3, 10, full)), 0x41, 0x42) == [
        False,
        True,
    ]


def test_a_collection_is_read_as_its_first_font() -> None:
    tables = {b"cmap": cmap((3, 10, format_12([(0x41, 0x41, 1)]))), b"CFF ": b"\0"}
    header = struct.pack(">4sIII", b"ttcf", 0x10000, 1, 16)
    font = bytearray(header + sfnt(tables, b"OTTO"))
    for place in range(28, 28 + 32, 16):  # offsets count from the file's start
        (offset,) = struct.unpack_from(">I", font, place + 8)
        struct.pack_into(">I", font, place + 8, offset + 16)
    assert covered(bytes(font), 0x41, 0x42) == [True, False]


def test_coloured_fonts_are_told() -> None:
    table = cmap((3, 10, format_12([(0x1F600, 0x1F600, 1)])))
    assert read_coverage(BytesIO(sfnt({b"cmap": table, b"CBDT": b"\0"}))).colour


@pytest.mark.parametrize(
    ("font", "reason"),
    [
        pytest.param(b"", "no OpenType font", id="empty"),
        pytest.param(b"%PDF-1.7", "no OpenType font", id="not a font"),
        pytest.param(b"\0\1\0\0\0", "ends too early", id="cut in the header"),
        pytest.param(sfnt({b"glyf": b"\0"}), "no cmap", id="no cmap"),
        pytest.param(sfnt({b"cmap": b"\0"}), "no table of glyphs", id="no glyphs"),
        pytest.param(small_font((3, 0, format_4([]))), "no Unicode", id="symbols"),
        pytest.param(
            small_font((3, 10, struct.pack(">HHIII", 12, 0, 16, 0, 2**31))),
            "2147483648 groups",
            id="a boast of groups",
        ),
        pytest.param(
            small_font((3, 1, struct.pack(">7H", 4, 0, 0, 0xFFFE, 0, 0, 0))),
            "32767 segments",
            id="a boast of segments",
        ),
    ],
)
def test_a_bad_font_is_refused_with_a_reason(font: bytes, reason: str) -> None:
    with pytest.raises(FontFileError, match=reason):
        read_coverage(BytesIO(font))


@given(cut=st.integers(0, 200), noise=st.binary(max_size=24), at=st.integers(0, 150))
@example(cut=0, noise=b"\xff" * 24, at=12)
def test_a_damaged_font_is_read_or_refused(cut: int, noise: bytes, at: int) -> None:
    font = small_font((3, 1, format_4([(0x41, 0x44, 0, (7, 0, 8, 9))])))
    damaged = bytearray(font[: len(font) - cut] if cut else font)
    damaged[at : at + len(noise)] = noise
    with contextlib.suppress(FontFileError):
        assert len(covered(bytes(damaged), 0x41)) == 1


def test_the_font_inside_pillow_covers_what_freetype_draws() -> None:
    font = ImageFont.load_default(16)
    assert isinstance(font, ImageFont.FreeTypeFont)
    coverage = read_coverage(BytesIO(font.font_bytes))
    missing = bytes(font.getmask("\uffff"))
    for code_point in range(0x21, 0x250):
        drawn = bytes(font.getmask(chr(code_point))) not in (missing, b"")
        if drawn:
            assert code_point in coverage


def test_fonts_of_the_system_can_be_read() -> None:
    """Passes on a machine without fonts too: then there is nothing to read."""
    for path in font_files(FontLibrary.system().folders)[:40]:
        with path.open("rb") as file:
            try:
                coverage = read_coverage(file)
            except FontFileError:
                continue
        if 0x41 in coverage and not coverage.colour:
            font = ImageFont.truetype(str(path), 20)
            image = Image.new("L", (40, 40))
            ImageDraw.Draw(image).text((5, 5), "A", 255, font)
            assert image.getbbox() is not None


def test_a_character_is_drawn_from_a_font_in_the_folders(tmp_path: Path) -> None:
    (tmp_path / "hebrew.otf").write_bytes(real_font(0x5D0, 0x5EA))
    spec = replace(SPEC, prompt="\u05d0\u05d1")
    with_font = Studio(seed=1, fonts=FontLibrary([tmp_path])).draw(spec)
    without = Studio(seed=1, fonts=FontLibrary(())).draw(spec)
    assert with_font != without
    assert Faces(FontLibrary([tmp_path])).choose("\u05d0", 20) is not None


@pytest.mark.parametrize(
    "shaping", [False, True], ids=["plain layout", "default layout"]
)
def test_hebrew_stands_from_right_to_left(tmp_path: Path, *, shaping: bool) -> None:
    """Two fonts share their glyphs: Hebrew 1 2 looks like Latin b a."""
    (tmp_path / "hebrew.otf").write_bytes(real_font(0x5D0, 0x5EA))
    (tmp_path / "other.otf").write_bytes(real_font(0x250, 0x26A))
    faces = Faces(FontLibrary([tmp_path]), shaping=None if shaping else False)

    def ink(letters: str, *, leftwards: bool) -> Image.Image:
        face = faces.choose(letters[0], 40)
        assert face is not None
        image = Image.new("L", (120, 60))
        draw = ImageDraw.Draw(image)
        face.draw(draw, (5, 45), letters, ink=255, leftwards=leftwards)
        return image

    def total(image: Image.Image) -> float:
        return ImageStat.Stat(image).sum[0]

    hebrew = ink("\u05d0\u05d1", leftwards=True)
    same = ImageChops.difference(hebrew, ink("\u0251\u0250", leftwards=False))
    turned = ImageChops.difference(hebrew, ink("\u0250\u0251", leftwards=False))
    # Hinting differs a little from script to script.
    assert total(same) < 0.2 * total(hebrew) < total(turned)


def test_ascii_does_not_look_for_fonts(tmp_path: Path) -> None:
    fonts = FontLibrary([tmp_path])
    spec = replace(SPEC, prompt="Plain words: 100% (yes), ok?")
    Studio(seed=1, fonts=fonts).draw(spec)
    assert not fonts.searched


def test_a_font_that_cannot_be_drawn_from_is_logged_and_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a-broken.ttf").write_bytes(
        small_font((3, 10, format_12([(0x5D0, 0x5EA, 1)])))
    )
    (tmp_path / "b-none.ttf").write_bytes(b"nothing")
    spec = replace(SPEC, prompt="\u05d0\u05d1\u05d2")
    with caplog.at_level(logging.WARNING, "mockserver.pictures"):
        with_broken = Studio(seed=1, fonts=FontLibrary([tmp_path])).draw(spec)
    assert with_broken == Studio(seed=1, fonts=FontLibrary(())).draw(spec)
    messages = [record.getMessage() for record in caplog.records]
    assert sum("a-broken.ttf is not used" in message for message in messages) == 1
    assert sum("b-none.ttf is not used" in message for message in messages) == 1


def test_a_sound_font_stands_in_for_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(
        small_font((3, 10, format_12([(0x5D0, 0x5EA, 1)])))
    )
    (tmp_path / "b.otf").write_bytes(real_font(0x5D0, 0x5EA))
    assert Faces(FontLibrary([tmp_path])).choose("\u05d0", 20) is not None


def test_extra_fonts_are_asked_only_when_the_folders_lack_a_character(
    tmp_path: Path,
) -> None:
    folder, extra = tmp_path / "fonts", tmp_path / "extra.otf"
    folder.mkdir()
    (folder / "hebrew.otf").write_bytes(real_font(0x5D0, 0x5EA))
    extra.write_bytes(real_font(0x13000, 0x13010))
    asked: list[bool] = []

    def more() -> list[Path]:
        asked.append(True)
        return [extra]

    fonts = FontLibrary([folder], extra=more)
    assert fonts.find([0x5D0]) is not None
    assert not asked
    found = fonts.find([0x13000])
    assert found is not None
    assert found.path == extra
    fonts.find([0x13001])
    assert asked == [True]


def test_entry_points_bring_fonts_and_a_bad_one_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def entry(name: str, value: str) -> EntryPoint:
        return EntryPoint(name, value, installed.GROUP)

    found = EntryPoints(
        [
            entry("good", f"{__name__}:bring_fonts"),
            entry("absent", "no_such_module:fonts"),
            entry("bad", f"{__name__}:raise_error"),
        ]
    )
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: found)
    with caplog.at_level(logging.WARNING, "mockserver.pictures"):
        assert installed.installed_font_files() == [Path("one.ttf"), Path("two.ttf")]
    assert [record.args[0] for record in caplog.records if record.args] == [  # type: ignore[index]  # a tuple, as logged
        "absent",
        "bad",
    ]


def bring_fonts() -> list[str]:
    return ["one.ttf", "two.ttf"]


def raise_error() -> list[str]:
    raise RuntimeError("no fonts today")


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        (
            {},
            "linux",
            "/home/a/.local/share/fonts /usr/local/share/fonts /usr/share/fonts /home/a/.fonts",
        ),
        (
            {"XDG_DATA_HOME": "/x", "XDG_DATA_DIRS": "/y::relative"},
            "linux",
            "/x/fonts /y/fonts /usr/local/share/fonts /usr/share/fonts /home/a/.fonts",
        ),
        ({}, "darwin", "/System/Library/Fonts /Library/Fonts /home/a/Library/Fonts"),
        (
            {"WINDIR": "/w", "LOCALAPPDATA": "/l"},
            "win32",
            "/w/Fonts /l/Microsoft/Windows/Fonts",
        ),
    ],
    ids=["Linux", "Linux with XDG", "macOS", "Windows"],
)
def test_the_folders_of_a_system(
    environment: dict[str, str], platform: str, expected: str
) -> None:
    folders = system_font_folders(environment, platform, Path("/home/a"))
    assert " ".join(folder.as_posix() for folder in folders) == expected


def test_files_are_ordered_by_how_well_they_suit_text(tmp_path: Path) -> None:
    names = [
        "NotoColorEmoji.ttf",
        "Zapf.ttf",
        "DejaVuSans-Bold.ttf",
        "DejaVuSans.ttf",
        "LastResort.otf",
        "notes.txt",
        "deep/Anything.OTF",
    ]
    (tmp_path / "deep").mkdir()
    for name in names:
        (tmp_path / name).touch()
    files = font_files([tmp_path, tmp_path / "absent"])
    assert [path.name for path in files] == [
        "DejaVuSans.ttf",
        "Anything.OTF",
        "Zapf.ttf",
        "DejaVuSans-Bold.ttf",
        "NotoColorEmoji.ttf",
    ]
