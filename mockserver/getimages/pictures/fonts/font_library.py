"""Which font file shows a character.

Nothing is looked up before a character is asked for that the embedded font
lacks. Then the folders are listed once, and files are opened one after another,
the most suitable first, until one has the character; of each only the table of
characters is read, once.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import RLock

from mockserver.getimages.pictures.fonts.cmap import (
    Coverage,
    FontFileError,
    read_coverage,
)
from mockserver.getimages.pictures.fonts.folders import (
    font_files,
    is_emoji_file,
    system_font_folders,
)
from mockserver.getimages.pictures.fonts.installed import installed_font_files

# Answers that are remembered; each takes about 200 bytes.
_ANSWERS = 8192

_log = logging.getLogger("mockserver.pictures")


class FontFile:
    """A font file with the characters that it has, read when first asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._coverage: Coverage | None = None
        self._unusable = False

    def covers(self, code_points: Sequence[int]) -> bool:
        """Tell whether the font has every one of the characters."""
        coverage = self._read()
        return coverage is not None and all(point in coverage for point in code_points)

    @property
    def colour(self) -> bool:
        """Whether the font has coloured glyphs."""
        coverage = self._read()
        return coverage is not None and coverage.colour

    def give_up(self, reason: object) -> None:
        """Use the font no more, and log why, once."""
        if not self._unusable:
            self._unusable = True
            self._coverage = None
            _log.warning("the font %s is not used: %s", self.path, reason)

    def _read(self) -> Coverage | None:
        if self._coverage is None and not self._unusable:
            try:
                with self.path.open("rb") as file:
                    self._coverage = read_coverage(file)
            except (OSError, FontFileError) as error:
                self.give_up(error)
        return self._coverage


class FontLibrary:
    """Finds fonts for characters in given folders; safe to use from threads.

    ``extra`` is asked for more files when no font in the folders has a
    character. ``FontLibrary(())`` knows no font but the one inside Pillow.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        *,
        extra: Callable[[], Sequence[Path]] | None = None,
    ) -> None:
        self.folders = tuple(folders)
        self._extra = extra
        self._system_files: list[FontFile] | None = None
        self._extra_files: list[FontFile] | None = None
        self._answers: OrderedDict[tuple[tuple[int, ...], bool], FontFile | None]
        self._answers = OrderedDict()
        self._lock = RLock()

    @classmethod
    def system(cls) -> FontLibrary:
        """Return the fonts of this system and those that distributions bring."""
        folders = system_font_folders(
            os.environ, sys.platform, Path(os.path.expanduser("~"))
        )
        return cls(folders, extra=installed_font_files)

    @property
    def searched(self) -> bool:
        """Whether the folders have been listed yet."""
        return self._system_files is not None

    def find(
        self, code_points: Sequence[int], *, emoji: bool = False
    ) -> FontFile | None:
        """Return the first font that has all the characters, or None.

        With ``emoji``, fonts of emoji come first.
        """
        key = (tuple(code_points), emoji)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            answer = self._search(code_points, emoji=emoji)
            self._answers[key] = answer
            if len(self._answers) > _ANSWERS:
                self._answers.popitem(last=False)
            return answer

    def discard(self, font: FontFile, reason: object) -> None:
        """Use a font no more, because it turned out to be broken."""
        with self._lock:
            font.give_up(reason)
            self._answers.clear()

    def _search(self, code_points: Sequence[int], *, emoji: bool) -> FontFile | None:
        if self._system_files is None:
            self._system_files = [FontFile(path) for path in font_files(self.folders)]
        found = _first(self._system_files, code_points, emoji=emoji)
        if found is not None or self._extra is None:
            return found
        if self._extra_files is None:
            self._extra_files = [FontFile(Path(path)) for path in self._extra()]
        return _first(self._extra_files, code_points, emoji=emoji)


def _first(
    files: Sequence[FontFile], code_points: Sequence[int], *, emoji: bool
) -> FontFile | None:
    if emoji:
        # Stable: the order stays among emoji fonts and among the others.
        files = sorted(files, key=lambda file: not is_emoji_file(file.path))
    for file in files:
        if file.covers(code_points):
            return file
    return None
