"""Every defect and every lawful variant, and how they are found by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import TypeVar

from mockserver.alteration import Alteration, Alterations
from mockserver.defects.entry import Defect, Variant
from mockserver.defects.families import DEFECTS
from mockserver.defects.variants import VARIANTS
from mockserver.errors import SettingsError

_Entry = TypeVar("_Entry", Defect, Variant)

__all__ = ["DEFECTS", "VARIANTS", "chosen"]


def chosen(defects: Iterable[str], variants: Iterable[str]) -> Alteration:
    """Return the alterations with these names as one, made anew.

    Raises SettingsError for an unknown name; it tells the nearest ones.
    """
    entries: list[Defect | Variant] = [
        *(_find(name, DEFECTS, "defects") for name in defects),
        *(_find(name, VARIANTS, "variants") for name in variants),
    ]
    return Alterations([entry.make() for entry in entries])


def _find(name: str, entries: Sequence[_Entry], field: str) -> _Entry:
    for entry in entries:
        if entry.name == name:
            return entry
    near = difflib.get_close_matches(str(name), [each.name for each in entries], n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"--list-{field} lists all"
    raise SettingsError(
        f"there is no {field.removesuffix('s')} {name!r} ({hint})", field=field
    )
