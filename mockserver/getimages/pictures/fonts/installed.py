"""Fonts that installed distributions bring, by the entry points ``mockserver.fonts``.

An entry point of that group names a callable without parameters that returns
paths of font files::

    [project.entry-points."mockserver.fonts"]
    noto = "my_fonts:font_files"

It is asked only when no font of the system has a character.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

GROUP = "mockserver.fonts"

_log = logging.getLogger("mockserver.pictures")


def installed_font_files() -> Sequence[Path]:
    """Return the files of all entry points, in the order of their names."""
    # Importing it takes longer than drawing a picture, and few captions need it.
    from importlib.metadata import entry_points

    files: list[Path] = []
    for entry_point in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            files += [Path(file) for file in entry_point.load()()]
        except Exception as error:  # it is another's code and may raise anything
            _log.warning(
                "the entry point %s of %s brings no fonts: %s: %s",
                entry_point.name,
                GROUP,
                type(error).__name__,
                error,
            )
    return files
