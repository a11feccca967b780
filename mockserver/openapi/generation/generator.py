"""The generator: documented values first, then attempts, each of them checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any

from mockserver.errors import MockServerError
from mockserver.openapi.generation.arrays import make_array
from mockserver.openapi.generation.draw import Draw, derive
from mockserver.openapi.generation.height import Heights
from mockserver.openapi.generation.json_equality import copied, fingerprint
from mockserver.openapi.generation.numbers import make_integer, make_number
from mockserver.openapi.generation.objects import make_object
from mockserver.openapi.generation.place import Leaf, Place, Places
from mockserver.openapi.generation.shape import Schema, Shape
from mockserver.openapi.generation.site import Failure, Fullness, Run, Site
from mockserver.openapi.generation.strings import make_string

_ALLOWANCE = 400  # values in one reply, beyond what is required
_DEEPEST = 12  # levels of nesting, beyond what is required
_LAST_RESORT = 64  # levels of nesting, whatever is required
_ATTEMPTS = 4000  # second tries in one call, before it is given up
_TURNS = 64  # choices that are tried in one place
_EXACT_TURNS = 256  # the same, where the other branches have to fail too
_TYPES = 8
_DEFAULT_NOW = datetime(2025, 1, 1, tzinfo=UTC)  # any fixed moment: replies repeat

_ROUNDS: tuple[tuple[bool, Fullness], ...] = (
    (False, Fullness.FULL),
    (True, Fullness.FULL),
    (False, Fullness.FLAT),
    (True, Fullness.FLAT),
    (True, Fullness.BARE),
    (False, Fullness.BARE),
    *[(number % 2 == 0, Fullness.FULL) for number in range(6)],
)
"""(whether other branches are made to fail, how full) of each round of attempts."""

_PASSES: tuple[tuple[bool, Fullness], ...] = (
    (False, Fullness.FULL),
    (True, Fullness.FULL),
    (True, Fullness.FULL),
    (True, Fullness.FLAT),
    (True, Fullness.BARE),
    (True, Fullness.BARE),
)
"""(whether each place is checked, how full) of each attempt at the whole."""


class GenerationError(MockServerError):
    """No valid value was found for a schema.

    ``breadcrumb`` is a JSON pointer (RFC 6901) into the value that was being
    made, ``reason`` says what could not be met there.
    """

    def __init__(self, breadcrumb: str, reason: str) -> None:
        self.breadcrumb = breadcrumb
        self.reason = reason
        place = f"at {breadcrumb}" if breadcrumb else "for the whole value"
        super().__init__(
            f"no valid value was found {place}: {reason};"
            " correct the schema, or give it an example that is valid"
        )


class Generator:
    """Makes values for schemas in JSON Schema 2020-12.

    ``resolve`` returns the schema that a ``$ref`` names. ``is_valid`` judges a
    value; it should keep its compiled validators by schema, because it is asked
    about parts of the document again and again. ``now`` is the clock that
    moments lie before; without it, a fixed moment stands for it. Schemas must not
    change while the generator lives.
    """

    def __init__(
        self,
        *,
        resolve: Callable[[str], Schema],
        is_valid: Callable[[Schema, Any], bool],
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.places = Places(resolve)
        self._is_valid = is_valid
        self._now = now
        self._heights = Heights(self.places)

    def generate(self, schema: Schema, *, seed: bytes, name: str = "") -> Any:
        """Return a valid value; the same seed gives the same value.

        ``name`` is what the value is called, as a property would be. Raises
        GenerationError when no valid value is found.
        """
        place = self.places.at((schema,))
        failure: Failure | None = None
        now = self._now().astimezone(UTC) if self._now is not None else _DEFAULT_NOW
        for number, (careful, fullness) in enumerate(_PASSES):
            own = derive(seed, f"pass {number}") if number > 1 else derive(seed, "")
            run = Run(now, careful, _ATTEMPTS)
            site = Site(run, own, name, fullness, _ALLOWANCE)
            try:
                value = self.make(place, site)
            except Failure as found:
                if failure is None or len(found.breadcrumb) > len(failure.breadcrumb):
                    failure = found
                continue
            if self._is_valid(schema, value):
                return value
        if failure is None:
            failure = Failure(site, _conflict(schema))
        raise GenerationError(failure.breadcrumb, failure.reason) from failure

    def generate_reply(
        self, schema: Schema, *, examples: Sequence[Any], seed: bytes
    ) -> Any:
        """Return the first example that is valid, or else a generated value.

        ``examples`` are those that the document has beside the schema, in its
        order. Raises GenerationError as :meth:`generate` does.
        """
        for example in examples:
            if self._is_valid(schema, example):
                return copied(example)
        return self.generate(schema, seed=seed)

    def make(self, place: Place, site: Site) -> Any:
        """Return a value for a place inside of another; raises Failure."""
        documented = place.documented
        if documented is None:
            documented = place.documented = self._documented(place)
        if documented:
            return copied(documented[0])
        failure: Failure | None = None
        for leaf, attempt in self._attempts(place, site):
            try:
                value = self._made(leaf, place, attempt)
            except Failure as found:
                failure = found
                continue
            if not (leaf.shape.doubtful or site.run.careful):
                return value
            if self.holds(place, value):
                return value
        raise failure or Failure(site, _conflict(*place.schemas))

    def holds(self, place: Place, value: Any) -> bool:
        """Tell whether a value is valid for every schema of a place."""
        return all(self._is_valid(schema, value) for schema in place.schemas)

    def is_compound(self, place: Place) -> bool:
        """Tell whether the first shape of a place is an object or an array."""
        for turn in range(_TURNS):
            leaf = place.alternative(0, turn, exact=False)
            if leaf is not None:
                return leaf.type in _COMPOUNDS
        return False

    def _documented(self, place: Place) -> tuple[Any, ...]:
        """Return the first documented value of a place that is valid, if any."""
        schemas = [p.schema for p in self.places.parts(place) if p.outermost]
        for keywords in (("examples", "example"), ("default",)):
            for schema in schemas:
                for value in _documented_by(schema, keywords):
                    if self.holds(place, value):
                        return (value,)
        return ()

    def _made(self, leaf: Leaf, place: Place, site: Site) -> Any:
        shape = leaf.shape
        for value in self._quoted(shape, place):
            return copied(value)
        if leaf.type == "enum":
            return self._listed(shape, place, site)
        if leaf.type in _COMPOUNDS:
            return _COMPOUNDS[leaf.type](self, shape, place, site)
        if leaf.type == "string" and shape.doubtful:
            return make_string(shape, site, accepts=partial(self.holds, place))
        return _SCALARS[leaf.type](shape, site)

    def _quoted(self, shape: Shape, place: Place) -> tuple[Any, ...]:
        """Return the first documented value of a part that is valid as a whole.

        One of several parts of an object would leave out what the others have,
        so its properties are used instead.
        """
        if "quoted" not in shape.plans:
            whole = len(shape.properties) < 2 and not shape.hints
            valid = (
                value
                for value in shape.documented
                if whole or not isinstance(value, Mapping)
                if self.holds(place, value)
            )
            shape.plans["quoted"] = tuple(islice(valid, 1))
        quoted: tuple[Any, ...] = shape.plans["quoted"]
        return quoted

    def _listed(self, shape: Shape, place: Place, site: Site) -> Any:
        """Return one of the listed values, null only if there is no other."""
        if "listed" not in shape.plans:
            values = shape.values or []
            if shape.doubtful:
                values = [value for value in values if self.holds(place, value)]
            some = [value for value in values if value is not None]
            shape.plans["listed"] = some or values
        listed: list[Any] = shape.plans["listed"]
        if not listed:
            raise Failure(site, "no listed value satisfies the other keywords")
        return copied(Draw(site.seed).choice(listed))

    def _attempts(self, place: Place, site: Site) -> Iterator[tuple[Leaf, Site]]:
        """Yield shapes with sites, plausible ones first, while attempts are left."""
        own = self._fullness(place, site)
        if own is not Fullness.FULL and not self._heights.turns(place):
            reason = "the schema contradicts itself, or requires itself without end"
            raise Failure(site, reason)
        if len(site.trail) > _LAST_RESORT:
            raise Failure(site, f"the value would nest deeper than {_LAST_RESORT}")
        rotation = Draw(site.seed).word() if place.has_choices else 0
        done: set[tuple[bool, Fullness]] = set()
        for number, (exact, least) in enumerate(_ROUNDS):
            fullness = max(own, least)
            fresh = number > 5
            if not fresh and (exact, fullness) in done:
                continue
            done.add((exact, fullness))
            for turn in self._turns(place, fullness, rotation, exact=exact):
                leaf = place.alternative(
                    rotation if exact or fullness is Fullness.FULL else 0,
                    turn,
                    exact=exact,
                )
                if leaf is not None:
                    yield leaf, site.again(number, fullness)
                    site.run.attempts_left -= 1
                    if site.run.attempts_left <= 0:
                        return

    def _turns(
        self, place: Place, fullness: Fullness, rotation: int, *, exact: bool
    ) -> Sequence[int]:
        """Return the turns to try; where a value must end, the lowest first."""
        if exact:
            return range(_EXACT_TURNS if place.has_choices else _TYPES)
        if fullness is Fullness.FULL:
            return range(_TURNS if place.has_choices else _TYPES)
        turns = self._heights.turns(place)
        ties = sorted(turns, key=lambda pair: (pair[0], (pair[1] - rotation) % 64))
        return [turn for _, turn in ties]

    def _fullness(self, place: Place, site: Site) -> Fullness:
        """Return how full a value may be: less inside of itself, and far down."""
        fullness = site.fullness
        if place in site.trail:
            fullness = max(fullness, Fullness.FLAT)
        if len(site.trail) > _DEEPEST:
            fullness = Fullness.BARE
        return fullness


def _documented_by(schema: Mapping[str, Any], keywords: Sequence[str]) -> Iterator[Any]:
    for keyword in keywords:
        if keyword == "examples":
            examples = schema.get(keyword)
            yield from examples if isinstance(examples, list | tuple) else ()
        elif keyword in schema:
            yield schema[keyword]


def _conflict(*schemas: Schema) -> str:
    """Say which keywords together leave no value that was found."""
    if any(schema is False for schema in schemas):
        return "the schema is false, which nothing matches"
    keywords = {k for s in schemas if isinstance(s, Mapping) for k in s}
    return f"no value satisfies {', '.join(sorted(keywords)) or 'the schema'} together"


def _make_boolean(shape: Shape, site: Site) -> bool:
    options = [v for v in (True, False) if fingerprint(v) not in shape.excluded]
    if not options:
        raise Failure(site, "both booleans are excluded")
    return Draw(site.seed).choice(options)


def _make_null(shape: Shape, site: Site) -> None:
    return None


_SCALARS: dict[str, Callable[[Shape, Site], Any]] = {
    "string": make_string,
    "integer": make_integer,
    "number": make_number,
    "boolean": _make_boolean,
    "null": _make_null,
}

_COMPOUNDS: dict[str, Callable[[Generator, Shape, Place, Site], Any]] = {
    "object": make_object,
    "array": make_array,
}
