"""Prompts that come back changed."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable

from tests.adversary.entries import Defect, Family
from tests.adversary.twists import (
    FORMS,
    alter,
    image,
    new,
    request,
)

FAMILY = Family("fidelity")
Text = Callable[[str], str]


def _utf16(text: str, limit: int) -> str:
    data = text.encode("utf-16-le")[: 2 * limit]
    return data.decode("utf-16-le", "ignore")


def _bytes(text: str, limit: int) -> str:
    return text.encode()[:limit].decode("utf-8", "ignore")


def _plane(text: str) -> str:
    return "".join(c if ord(c) < 0x10000 else "�" for c in text)


def _kept(test: Callable[[str], bool]) -> Text:
    return lambda text: "".join(c for c in text if test(c)) or "x"


def _moji(text: str) -> str:
    return text.encode().decode("latin-1")


TEXTS: tuple[tuple[str, str, bool, Text], ...] = (
    ("lower", "in small letters", False, str.lower),
    ("capital", "with a capital at the front", False, lambda t: t[:1].upper() + t[1:]),
    ("dotted", "with a full stop", False, lambda t: t + "."),
    ("enhanced", "with more words", False, lambda t: t + ", highly detailed"),
    ("trimmed", "without blanks around it", True, lambda t: t.strip() or t),
    ("trimmed-right", "without blanks behind it", True, lambda t: t.rstrip() or t),
    ("trimmed-left", "without blanks before it", True, lambda t: t.lstrip() or t),
    ("one-line", "with line ends as blanks", True, lambda t: t.replace("\n", " ")),
    ("crlf", "with CR LF for LF", True, lambda t: t.replace("\n", "\r\n")),
    (
        "single-spaces",
        "with runs of blanks as one",
        True,
        lambda t: " ".join(t.split()) or t,
    ),
    ("nfc", "composed (NFC)", True, lambda t: unicodedata.normalize("NFC", t)),
    ("nfd", "decomposed (NFD)", True, lambda t: unicodedata.normalize("NFD", t)),
    (
        "nfkc",
        "in compatibility form (NFKC)",
        True,
        lambda t: unicodedata.normalize("NFKC", t),
    ),
    ("ascii", "without letters beyond ASCII", True, _kept(str.isascii)),
    (
        "question-marks",
        "with ? for letters beyond ASCII",
        True,
        lambda t: t.encode("ascii", "replace").decode(),
    ),
    ("no-astral", "with U+FFFD for characters beyond the basic plane", True, _plane),
    (
        "no-emoji",
        "without characters beyond the basic plane",
        True,
        _kept(lambda c: ord(c) < 0x10000),
    ),
    ("mojibake", "as UTF-8 read as Latin-1", True, _moji),
    ("escaped", "HTML-escaped", True, html.escape),
    (
        "escaped-quotes",
        "with a backslash before quotes",
        True,
        lambda t: t.replace('"', '\\"'),
    ),
    (
        "no-quotes",
        "with straight quotes removed",
        True,
        _kept(lambda c: c not in "\"'"),
    ),
    (
        "no-controls",
        "without control and format characters",
        True,
        _kept(lambda c: unicodedata.category(c)[0] != "C"),
    ),
    (
        "no-marks",
        "without combining marks",
        True,
        _kept(lambda c: unicodedata.category(c)[0] != "M"),
    ),
    (
        "no-tags",
        "without what stands in angle brackets",
        True,
        lambda t: t.split("<")[0] or t,
    ),
    ("no-backslash", "without backslashes", True, _kept(lambda c: c != "\\")),
    ("at-255", "cut at 255 characters", True, lambda t: t[:255]),
    ("at-500", "cut at 500 characters", True, lambda t: t[:500]),
    ("at-1000", "cut at 1000 characters", True, lambda t: t[:1000]),
    ("at-1024", "cut at 1024 characters", True, lambda t: t[:1024]),
    ("at-1999", "cut at 1999 characters", True, lambda t: t[:1999]),
    ("at-2000-bytes", "cut at 2000 bytes", True, lambda t: _bytes(t, 2000)),
    ("at-2000-units", "cut at 2000 units of UTF-16", True, lambda t: _utf16(t, 2000)),
    (
        "ellipsis",
        "with an ellipsis at character 1998",
        True,
        lambda t: t if len(t) < 1999 else t[:1997] + "...",
    ),
)
PROMPTS = tuple(
    Defect(
        f"prompt-{name}",
        FAMILY.name,
        f"prompts are stored {text}",
        subtle,
        request(alter("prompt", change)),
    )
    for name, text, subtle, change in TEXTS
)
SHOWN = tuple(
    Defect(
        f"prompt-{name}-{form}",
        FAMILY.name,
        f"new prompts are shown {text} in the form {form}",
        True,
        image(alter("prompt", change), form, when=new),
    )
    for (name, text, subtle, change), form in zip(
        [
            row
            for row in TEXTS
            if row[0]
            in {
                "lower",
                "trimmed",
                "nfc",
                "no-astral",
                "escaped",
                "at-255",
                "at-1999",
                "one-line",
            }
        ],
        FORMS * 2,
        strict=True,
    )
)
DEFECTS = (
    *PROMPTS,
    *SHOWN,
)
