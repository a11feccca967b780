"""The choices in a conjunction of schemas: branches, conditions, negations.

:func:`expand` follows ``$ref`` and ``allOf``, which leave no choice, and gathers
the rest as groups. From each group one branch has to be chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockserver.openapi.generation.negation import is_plain, negations
from mockserver.openapi.generation.shape import Schema


@dataclass(frozen=True, slots=True)
class Part:
    """A schema of the conjunction; ``owner`` is the component that it belongs to."""

    schema: Mapping[str, Any]
    owner: str
    outermost: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """One side of a choice, with what a discriminator says of it."""

    schemas: tuple[Schema, ...]
    hints: Mapping[str, Any] = field(default_factory=dict)
    preferred: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A choice: exactly one of the branches is taken."""

    branches: tuple[Branch, ...]


@dataclass(slots=True)
class Conjunction:
    """What :func:`expand` found so far; ``seen`` holds the ids of schemas."""

    parts: list[Part] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    hints: dict[str, Any] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    possible: bool = True

    def copy(self) -> Conjunction:
        """Return a copy that can grow on its own."""
        return Conjunction(
            [*self.parts], [*self.groups], {**self.hints}, {*self.seen}, self.possible
        )


class Expander:
    """Takes schemas apart; ``exact`` makes each other branch of a ``oneOf`` fail."""

    def __init__(
        self, resolve: Callable[[str], Schema], negated: Callable[[Schema], Schema]
    ) -> None:
        self._resolve = resolve
        self._negated = negated

    def expand(
        self,
        into: Conjunction,
        schema: Schema,
        *,
        exact: bool,
        owner: str = "",
        outermost: bool = False,
    ) -> None:
        """Add a schema, and all that it refers to, to the conjunction ``into``."""
        if isinstance(schema, bool):
            into.possible = into.possible and schema
            return
        if id(schema) in into.seen:
            return
        into.seen.add(id(schema))
        into.parts.append(Part(schema, owner, outermost))
        into.groups.extend(self._groups(schema, exact=exact))
        _add_discriminator(into, schema, owner)
        for keyword in ("$ref", "$dynamicRef"):
            if keyword in schema:
                name = owner or component_name(schema[keyword])
                target = self._resolve(schema[keyword])
                self.expand(into, target, exact=exact, owner=name, outermost=outermost)
        members = schema.get("allOf", ())
        for member in members:
            alone = outermost and len(members) == 1
            self.expand(into, member, exact=exact, owner=owner, outermost=alone)

    def _groups(self, schema: Mapping[str, Any], *, exact: bool) -> list[Group]:
        groups: list[Group] = []
        if "oneOf" in schema:
            groups.append(self._alternatives(schema, "oneOf", exact=exact))
        if "anyOf" in schema:
            groups.append(self._alternatives(schema, "anyOf", exact=False))
        if "if" in schema and schema.keys() & {"then", "else"}:
            groups.append(self._condition(schema))
        for name, dependent in schema.get("dependentSchemas", {}).items():
            present = Branch(({"required": [name]}, dependent))
            absent = Branch(({"properties": {name: False}},), preferred=False)
            groups.append(Group((present, absent)))
        if "not" in schema and not is_plain(schema["not"]):
            ways = negations(schema["not"], self._negated)
            groups.append(Group(tuple(Branch((way,)) for way in ways)))
        elif schema.get("not") in (True, {}):
            groups.append(Group((Branch((False,)),)))
        return groups

    def _alternatives(
        self, schema: Mapping[str, Any], keyword: str, *, exact: bool
    ) -> Group:
        options: Sequence[Schema] = schema[keyword]
        branches = []
        for position, option in enumerate(options):
            others = [o for at, o in enumerate(options) if at != position]
            failing = tuple(map(self._negated, others)) if exact else ()
            hints = discriminator_hints(schema, option)
            preferred = not self._is_second_choice(option)
            branches.append(Branch((option, *failing), hints, preferred))
        return Group(tuple(branches))

    def _condition(self, schema: Mapping[str, Any]) -> Group:
        condition = schema["if"]
        return Group(
            (
                Branch((condition, schema.get("then", True))),
                Branch((self._negated(condition), schema.get("else", True))),
            )
        )

    def _is_second_choice(self, schema: Schema) -> bool:
        """Tell whether a branch is null, impossible or deprecated."""
        if isinstance(schema, bool):
            return not schema
        null = schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None]
        unset = schema.get("const", ...) is None
        return null or unset or bool(schema.get("deprecated"))


def component_name(reference: str) -> str:
    """Return the last segment of a reference, such as ``Dog``."""
    name = reference.rpartition("/")[2]
    return name.replace("~1", "/").replace("~0", "~")


def discriminator_hints(schema: Mapping[str, Any], branch: Schema) -> dict[str, Any]:
    """Return the value of the discriminator's property for a branch, if it has one.

    OpenAPI 3.1, section 4.8.25: the mapping's key, or else the component's name.
    """
    discriminator = schema.get("discriminator")
    if not isinstance(discriminator, Mapping) or not isinstance(branch, Mapping):
        return {}
    reference = branch.get("$ref")
    if not isinstance(reference, str) or "propertyName" not in discriminator:
        return {}
    return _hint(discriminator, component_name(reference), reference)


def _hint(
    discriminator: Mapping[str, Any], name: str, reference: str = ""
) -> dict[str, Any]:
    mapping = discriminator.get("mapping") or {}
    for value, target in mapping.items():
        if target in (name, reference) or component_name(str(target)) == name:
            return {discriminator["propertyName"]: value}
    return {discriminator["propertyName"]: name}


def _add_discriminator(
    into: Conjunction, schema: Mapping[str, Any], owner: str
) -> None:
    """Let a parent's discriminator name the component that inherits from it."""
    discriminator = schema.get("discriminator")
    branching = schema.keys() & {"oneOf", "anyOf"}
    if not owner or branching or not isinstance(discriminator, Mapping):
        return
    if "propertyName" in discriminator:
        into.hints.setdefault(*_hint(discriminator, owner).popitem())
