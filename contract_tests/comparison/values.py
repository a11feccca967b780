"""Bodies that are answers to the request itself: they should be equal."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.comparison.difference import Aspect, Difference, Gravity
from contract_tests.comparison.forms import (
    PRICES,
    brief,
    form_of,
    is_own,
    type_of,
    without_own,
)
from contract_tests.tape.exchange import Json

_TEXTS = frozenset({"message", "title", "description", "detail"})
"""Names of texts for people; a machine goes by codes and paths."""


def compare_values(
    left: Json, right: Json, path: str, *, depth: int = 40
) -> Iterator[Difference]:
    """Yield how two values differ beyond ids, times and what is of one account."""
    if type_of(left) != type_of(right):
        yield Difference(Aspect.TYPE, path, brief(left), brief(right))
    elif isinstance(left, dict) and isinstance(right, dict) and depth:
        yield from _objects(left, right, path, depth)
    elif isinstance(left, list) and isinstance(right, list) and depth:
        yield from _arrays(left, right, path, depth)
    else:
        yield from _scalars(left, right, path)


def _objects(
    left: dict[str, Json], right: dict[str, Json], path: str, depth: int
) -> Iterator[Difference]:
    for name in sorted(left.keys() | right.keys()):
        place = f"{path}.{name}" if path else name
        if name in left and name in right:
            yield from compare_values(left[name], right[name], place, depth=depth - 1)
        else:
            here, there = (
                brief(each[name]) if name in each else "" for each in (left, right)
            )
            yield Difference(Aspect.FIELD, place, here, there)


def _arrays(
    left: list[Json], right: list[Json], path: str, depth: int
) -> Iterator[Difference]:
    if _are_details(left) and _are_details(right):
        yield from _details(left, right, path)
        return
    if len(left) != len(right):
        yield Difference(Aspect.VALUE, path, brief(left), brief(right))
    for index, (here, there) in enumerate(zip(left, right, strict=False)):
        yield from compare_values(here, there, f"{path}[{index}]", depth=depth - 1)


def _are_details(values: list[Json]) -> bool:
    return bool(values) and all(
        isinstance(each, dict) and {"path", "code"} <= each.keys() for each in values
    )


def _details(left: list[Json], right: list[Json], path: str) -> Iterator[Difference]:
    """Compare problems by path and code: their order and their words do not count."""
    here, there = _problems(left), _problems(right)
    for problem in sorted(here.keys() | there.keys()):
        if problem not in there:
            yield Difference(Aspect.VALUE, path, problem, "")
        elif problem not in here:
            yield Difference(Aspect.VALUE, path, "", problem)
        elif without_own(here[problem]) != without_own(there[problem]):
            yield Difference(
                Aspect.MESSAGE,
                f"{path}({problem})",
                here[problem],
                there[problem],
                Gravity.NOTE,
            )


def _problems(details: list[Json]) -> dict[str, str]:
    return {
        f"{each.get('path')} {each.get('code')}": str(each.get("message"))
        for each in details
        if isinstance(each, dict)
    }


def _scalars(left: Json, right: Json, path: str) -> Iterator[Difference]:
    name = path.rpartition(".")[2]
    if left == right:
        return
    if is_own(name, left) and is_own(name, right):
        if form_of(left) != form_of(right):
            yield Difference(
                Aspect.FORM, path, form_of(left), form_of(right), _own_gravity(left)
            )
    elif name in _TEXTS:
        here, there = without_own(str(left)), without_own(str(right))
        if here != there:
            yield Difference(
                Aspect.MESSAGE, path, brief(left), brief(right), Gravity.NOTE
            )
    else:
        gravity = Gravity.NOTE if name in PRICES else Gravity.DIFFERENT
        yield Difference(Aspect.VALUE, path, brief(left), brief(right), gravity)


def _own_gravity(value: Json) -> Gravity:
    """Return how much the form of an id or a number says; a time's form says most."""
    is_telling = form_of(value).startswith(("time", "UUID"))
    return Gravity.DIFFERENT if is_telling else Gravity.NOTE
