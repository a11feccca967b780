"""Every defect and every lawful variant, and how they are found by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from mockserver.alteration import Alteration, Alterations
from mockserver.defects.entry import Defect, Variant
from mockserver.defects.families import DEFECTS
from mockserver.defects.variants import VARIANTS
from mockserver.errors import SettingsError

_Entry = TypeVar("_Entry", Defect, Variant)

_DEFECTS = {each.name: each for each in DEFECTS}
_VARIANTS = {each.name: each for each in VARIANTS}

__all__ = ["DEFECTS", "VARIANTS", "chosen"]


def chosen(defects: Iterable[str], variants: Iterable[str]) -> Alteration:
    """Return the alterations with these names as one, made anew.

    Raises SettingsError for an unknown name; it tells the nearest ones.
    """
    entries: list[Defect | Variant] = [
        *(
            _find(name, _DEFECTS, _VARIANTS, "defect")
            for name in dict.fromkeys(defects)
        ),
        *(
            _find(name, _VARIANTS, _DEFECTS, "variant")
            for name in dict.fromkeys(variants)
        ),
    ]
    return Alterations([entry.make() for entry in entries])


def _find(
    name: str, entries: Mapping[str, _Entry], others: Mapping[str, object], kind: str
) -> _Entry:
    if name in entries:
        return entries[name]
    near = difflib.get_close_matches(str(name), entries, n=3)
    hint = f"--list-{kind}s lists all"
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    if name in others:
        hint = f"it is a {'variant' if kind == 'defect' else 'defect'}"
    raise SettingsError(f"there is no {kind} {name!r} ({hint})", field=f"{kind}s")
