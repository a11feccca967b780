"""Where fonts are found on Linux, macOS and Windows, and in which order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))

# Fonts that claim every character and show none of them.
_PLACEHOLDERS = re.compile(r"lastresort|adobeblank|notdef|tofu", re.I)

# Families that look well in a caption and cover much, the best first. The name
# of a file tells enough: no font is opened to be put in order.
_FAMILIES = (
    "notosans-regular",
    "notosans[",
    "dejavusans.",
    "helveticaneue",
    "segoeui.",
    "arial.",
    "arialunicode",
    "arial unicode",
    "liberationsans-regular",
    "notosanscjk-regular",
    "notosanscjk",
    "pingfang",
    "hiragino",
    "msyh",
    "yugoth",
    "malgun",
    "notosans",
    "dejavu",
    "liberation",
)
_EMOJI = re.compile(r"emoji|seguiemj", re.I)
_ORNATE = re.compile(
    r"bold|italic|oblique|light|(?<![a-z])thin|black|condensed|mono|serif|medium|heavy|bd\.|bi\.",
    re.I,
)


def system_font_folders(
    environment: Mapping[str, str], platform: str, home: Path
) -> tuple[Path, ...]:
    """Return the folders that may hold fonts; they need not exist.

    ``platform`` is a value of ``sys.platform``. On Linux the folders follow the
    XDG Base Directory Specification, with the traditional ones after it.
    """
    if platform == "win32":
        windows = Path(environment.get("WINDIR") or "C:\\Windows")
        local = environment.get("LOCALAPPDATA")
        own = Path(local) if local else home / "AppData" / "Local"
        return windows / "Fonts", own / "Microsoft" / "Windows" / "Fonts"
    if platform == "darwin":
        return (
            Path("/System/Library/Fonts"),
            Path("/Library/Fonts"),
            home / "Library" / "Fonts",
        )
    data_home = environment.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    data_dirs = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    places = [data_home, *data_dirs.split(":"), "/usr/local/share", "/usr/share"]
    folders = [Path(place) / "fonts" for place in places if place.startswith("/")]
    return tuple(dict.fromkeys([*folders, home / ".fonts"]))


def font_files(folders: Iterable[Path]) -> list[Path]:
    """Return the font files below the folders, the most suitable first.

    The order depends on names alone, so that it is the same at every start.
    Folders that do not exist or may not be read are passed over.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                stem, suffix = os.path.splitext(name)
                if suffix.lower() in _SUFFIXES and not _PLACEHOLDERS.search(stem):
                    path = Path(place, name)
                    found[str(path)] = path
    return sorted(found.values(), key=_rank)


def is_emoji_file(path: Path) -> bool:
    """Tell by its name whether a file is a font of emoji."""
    return bool(_EMOJI.search(path.name))


def _rank(path: Path) -> tuple[bool, bool, int, str, str]:
    name = path.name.lower()
    family = len(_FAMILIES)
    for index, start in enumerate(_FAMILIES):
        if name.startswith(start):
            family = index
            break
    # Emoji fonts have digits and signs too, which belong to text.
    return is_emoji_file(path), bool(_ORNATE.search(name)), family, name, str(path)
