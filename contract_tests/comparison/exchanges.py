"""How the replies of two deployments to the same request differ."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.comparison.difference import Aspect, Difference, Gravity
from contract_tests.comparison.forms import type_of
from contract_tests.comparison.headers import compare_headers
from contract_tests.comparison.shape import compare_shapes
from contract_tests.comparison.values import compare_values
from contract_tests.contract.formats import parse_date_time
from contract_tests.tape.exchange import Exchange, Json, Picture, Reply

_GOOD = "a good picture"
_TIMES = 4
"""Pictures whose sizes differ by more than this factor are of another class."""


def differences(left: Exchange, right: Exchange) -> tuple[Difference, ...]:
    """Return how two replies to the same request differ, the gravest first.

    What a read tells of stored data is compared by its shape, everything else by its
    value; ids, times, balances and the like by their form.
    """
    found = sorted(
        _differences(left, right), key=lambda each: each.gravity is Gravity.NOTE
    )
    return tuple(found)


def _differences(left: Exchange, right: Exchange) -> Iterator[Difference]:
    here, there = left.reply, right.reply
    if here is None or there is None:
        if (here is None) is not (there is None):
            yield Difference(Aspect.REPLY, "", _ending(left), _ending(right))
        return
    if here.status != there.status:
        yield Difference(Aspect.STATUS, "", str(here.status), str(there.status))
    yield from compare_headers(here, there)
    if here.has_json is not there.has_json:
        yield Difference(Aspect.TYPE, "", _kind(here), _kind(there))
    elif here.status // 100 == there.status // 100:
        yield from _bodies(left, here, there)


def _ending(exchange: Exchange) -> str:
    if exchange.failure:
        return f"{exchange.failure.kind}: {exchange.failure.message[:100]}"
    return f"status {exchange.status}"


def _kind(reply: Reply) -> str:
    if reply.has_json:
        return "JSON"
    return "no JSON" if reply.size else ""


def _bodies(exchange: Exchange, left: Reply, right: Reply) -> Iterator[Difference]:
    if exchange.request.method == "GET" and left.status < 300:
        yield from _data(left.body, right.body)
    else:
        yield from compare_values(left.body, right.body, "")
    yield from _pictures(dict(left.pictures), dict(right.pictures))


def _data(left: Json, right: Json) -> Iterator[Difference]:
    """Compare what a read tells: its own members by value, stored data by shape."""
    if not isinstance(left, dict) or not isinstance(right, dict):
        yield from compare_values(type_of(left), type_of(right), "")
        return
    for name in sorted(left.keys() | right.keys()):
        here, there = left.get(name), right.get(name)
        if name in left and name in right:
            if isinstance(here, list) and isinstance(there, list):
                yield from compare_shapes(here, there, f"{name}[]")
                yield from _order(here, there, f"{name}[]")
            elif isinstance(here, dict) and isinstance(there, dict):
                yield from compare_shapes([here], [there], name)
            else:
                yield from compare_values(here, there, name)
        else:
            yield from compare_values(
                {name: here} if name in left else {},
                {name: there} if name in right else {},
                "",
            )


def _order(left: list[Json], right: list[Json], path: str) -> Iterator[Difference]:
    here, there = _direction(left), _direction(right)
    if here and there and here != there:
        yield Difference(Aspect.ORDER, path, here, there)


def _direction(rows: list[Json]) -> str | None:
    """Return how rows are ordered by their first field of time; None if that is open."""
    objects = [each for each in rows if isinstance(each, dict)]
    names = [
        name
        for name, value in (objects[0] if objects else {}).items()
        if isinstance(value, str) and parse_date_time(value)
    ]
    if not names:
        return None
    times = [parse_date_time(str(each.get(names[0]))) for each in objects]
    known = [each for each in times if each is not None]
    if len(set(known)) < 2:
        return None
    if known == sorted(known):
        return f"the oldest {names[0]} first"
    if known == sorted(known, reverse=True):
        return f"the newest {names[0]} first"
    return f"not by {names[0]}"


def _pictures(
    left: dict[str, Picture], right: dict[str, Picture]
) -> Iterator[Difference]:
    for path in sorted(left.keys() & right.keys()):
        here, there = left[path], right[path]
        state = _state(here), _state(there)
        if _GOOD in state and state[0] != state[1]:
            yield Difference(Aspect.PICTURE, path, *state)
        elif here.media_type != there.media_type:
            kinds = (here.media_type or "unknown", there.media_type or "unknown")
            yield Difference(Aspect.PICTURE, path, *kinds, Gravity.NOTE)
        if _measures(here) != _measures(there):
            yield Difference(
                Aspect.PICTURE,
                path,
                _measures(here),
                _measures(there),
                Gravity.NOTE,
            )
        elif max(here.size, there.size) > _TIMES * max(min(here.size, there.size), 1):
            sizes = (f"{here.size} bytes", f"{there.size} bytes")
            yield Difference(Aspect.PICTURE, path, *sizes, Gravity.NOTE)


def _state(picture: Picture) -> str:
    return picture.encoding_problem or picture.picture_problem or _GOOD


def _measures(picture: Picture) -> str:
    return f"{picture.width} × {picture.height} pixels"
