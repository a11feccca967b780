"""The shape of stored data: what is common to the rows of a list, or to one thing.

Two accounts hold different images, so what a read tells of them is compared by
shape: which fields there are, their types and forms, the spelling of their symbols.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from contract_tests.comparison.difference import Aspect, Difference, Gravity
from contract_tests.comparison.forms import form_of, is_symbol, type_of
from contract_tests.tape.exchange import Json

_KIND = "type"
"""The member that says of which kind a row is; rows of two kinds are not compared."""
_FEW = 6
"""With more different values a field is no enumeration."""


@dataclass(slots=True)
class Field:
    """What was seen of one field: in how many objects, and with what in it."""

    times: int = 0
    types: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    symbols: set[str] = field(default_factory=set)
    is_symbolic: bool = True

    def see(self, value: Json) -> None:
        """Take a value in."""
        self.times += 1
        self.types.add(type_of(value))
        if not isinstance(value, dict | list) and value is not None and value != 0:
            self.forms.add(form_of(value))
        if isinstance(value, str):
            self.is_symbolic = self.is_symbolic and is_symbol(value)
            self.symbols.add(value)


def compare_shapes(
    left: Iterable[Json], right: Iterable[Json], path: str
) -> Iterator[Difference]:
    """Yield how the shapes of two collections of values differ.

    Of kinds that only one of the two has, no more is said than if they are the other's
    in other letters.
    """
    here, there = _by_kind(left, path), _by_kind(right, path)
    yield from _symbols(_kinds_in(here), _kinds_in(there), f"{path}.{_KIND}")
    for kind in sorted(here.keys() & there.keys()):
        yield from _one_kind(
            _fields(here[kind], kind), _fields(there[kind], kind), kind
        )


def _kinds_in(kinds: Iterable[str]) -> set[str]:
    return {each.rpartition("(")[2].rstrip(")") for each in kinds if "(" in each}


def _by_kind(values: Iterable[Json], path: str) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for value in values:
        kind = value.get(_KIND) if isinstance(value, dict) else None
        name = f"{path}({kind})" if isinstance(kind, str) else path
        found.setdefault(name, []).append(value)
    return found


def _fields(values: Iterable[Json], path: str) -> Mapping[str, Field]:
    fields: dict[str, Field] = {}
    rest = [(path, value) for value in values]
    while rest:
        place, value = rest.pop()
        fields.setdefault(place, Field()).see(value)
        if isinstance(value, dict):
            rest += [(f"{place}.{name}", item) for name, item in value.items()]
        elif isinstance(value, list):
            rest += [(f"{place}[]", item) for item in value]
    return fields


def _one_kind(
    left: Mapping[str, Field], right: Mapping[str, Field], path: str
) -> Iterator[Difference]:
    rows = (left[path].times, right[path].times)
    for place in sorted(left.keys() | right.keys()):
        here, there = left.get(place), right.get(place)
        if here and there:
            yield from _field(here, there, place)
        elif not place.endswith("[]") and _has_parent(left, right, place):
            # What not every row has may be missing in the others by chance.
            seen = here or there or Field()
            always = seen.times >= rows[0 if here else 1]
            yield Difference(
                Aspect.FIELD,
                place,
                "there" if here else "",
                "there" if there else "",
                Gravity.DIFFERENT if always else Gravity.NOTE,
            )


def _has_parent(
    left: Mapping[str, Field], right: Mapping[str, Field], place: str
) -> bool:
    """Tell whether both have the object that a field stands in."""
    parent = place.rpartition(".")[0]
    return all(
        parent in fields and "object" in fields[parent].types
        for fields in (left, right)
    )


def _field(left: Field, right: Field, path: str) -> Iterator[Difference]:
    here, there = left.types - {"null"}, right.types - {"null"}
    if here and there and not here & there:
        yield Difference(Aspect.TYPE, path, _listed(here), _listed(there))
        return
    if left.forms and right.forms and not left.forms & right.forms:
        is_loose = {"text", "opaque text"} >= left.forms | right.forms
        if not is_loose:
            yield Difference(
                Aspect.FORM, path, _listed(left.forms), _listed(right.forms)
            )
        return
    if left.is_symbolic and right.is_symbolic:
        yield from _symbols(left.symbols, right.symbols, path)


def _symbols(left: set[str], right: set[str], path: str) -> Iterator[Difference]:
    if not left or not right or left & right or len(left | right) > _FEW:
        return
    # That two accounts use other models is no difference of the deployments.
    if {each.casefold() for each in left} & {each.casefold() for each in right}:
        yield Difference(Aspect.VALUE, path, _listed(left), _listed(right))


def _listed(names: set[str]) -> str:
    return " or ".join(sorted(names))
