"""Places: conjunctions of schemas, taken apart lazily and kept.

A place is known by the identity of its schemas. They are owned by the document
and live as long as it does; each place keeps references to its own, so that an
id is never taken over by another object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from mockserver.openapi.generation.choice import (
    Branch,
    Conjunction,
    Expander,
    Group,
    Part,
    component_name,
)
from mockserver.openapi.generation.json_equality import fingerprint
from mockserver.openapi.generation.merge import merge
from mockserver.openapi.generation.shape import Schema, Shape

_MASK = (1 << 64) - 1
MISSING: Any = object()
"""Stands for "no value" where None is a value."""


class Leaf:
    """A shape with one of its types: all choices are made."""

    __slots__ = ("shape", "type")

    def __init__(self, shape: Shape, type_name: str) -> None:
        self.shape = shape
        self.type = type_name


class Node:
    """A conjunction in which some choices are made and others are open."""

    __slots__ = ("_children", "_conjunction", "_expander", "_leaves", "group", "leads")

    def __init__(self, conjunction: Conjunction, expander: Expander) -> None:
        self._expander = expander
        self._conjunction = conjunction
        self._children: dict[int, Node] = {}
        self.group: Group | None = None
        self._leaves: list[Leaf] | None = None
        if conjunction.groups and conjunction.possible:
            self.group = conjunction.groups.pop(0)
            order = sorted(self.group.branches, key=lambda branch: not branch.preferred)
            self.group = Group(tuple(order))
            self.leads = sum(branch.preferred for branch in order)

    def child(self, index: int, *, exact: bool) -> Node:
        """Return the node after the branch ``index`` of ``group`` was taken."""
        if index not in self._children:
            assert self.group is not None, "a node without a group has no children"
            branch = self.group.branches[index]
            self._children[index] = self._taken(branch, exact=exact)
        return self._children[index]

    def _taken(self, branch: Branch, *, exact: bool) -> Node:
        conjunction = self._conjunction.copy()
        conjunction.hints = {**conjunction.hints, **branch.hints}
        for schema in branch.schemas:
            self._expander.expand(conjunction, schema, exact=exact)
        return Node(conjunction, self._expander)

    def leaves(self) -> list[Leaf]:
        """Return the shape once for each type it may have; none if impossible."""
        if self._leaves is None:
            self._leaves = list(_leaves(self._conjunction))
        return self._leaves


def _leaves(conjunction: Conjunction) -> Iterator[Leaf]:
    if not conjunction.possible:
        return
    shape = merge([part.schema for part in conjunction.parts])
    shape.hints = conjunction.hints
    for part in conjunction.parts:
        shape.documented.extend(documented_values(part.schema))
    if shape.values is not None:
        shape.values = [v for v in shape.values if fingerprint(v) not in shape.excluded]
        if shape.values:
            yield Leaf(shape, "enum")
        return
    for name in shape.types:
        yield Leaf(shape, name)


def documented_values(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield a schema's own examples, then its default."""
    examples = schema.get("examples")
    if isinstance(examples, list | tuple):
        yield from examples
    for keyword in ("example", "default"):
        if keyword in schema:
            yield schema[keyword]


class Place:
    """A conjunction of schemas; ``alternatives`` are its shapes."""

    __slots__ = ("_nodes", "documented", "heights", "schemas")

    def __init__(self, schemas: tuple[Schema, ...], nodes: tuple[Node, Node]) -> None:
        self.schemas = schemas
        self._nodes = nodes
        self.documented: tuple[Any, ...] | None = None  # () for none, once known
        self.heights: list[tuple[int, int]] | None = None  # (height, turn), sorted

    def alternative(self, rotation: int, turn: int, *, exact: bool) -> Leaf | None:
        """Return the shape of this ``turn``; None if it is impossible or a repeat.

        Turns count through all choices like the digits of a number. ``rotation``
        says where each digit starts.
        """
        node = self._nodes[exact]
        while node.group is not None:
            index, turn = _digit(len(node.group.branches), node.leads, rotation, turn)
            rotation = (rotation * 6364136223846793005 + 1442695040888963407) & _MASK
            node = node.child(index, exact=exact)
        leaves = node.leaves()
        if not leaves:
            return None
        index, turn = turn % len(leaves), turn // len(leaves)
        return None if turn else leaves[index]

    @property
    def has_choices(self) -> bool:
        """Tell whether there is any choice but that of a type."""
        return self._nodes[0].group is not None


def _digit(count: int, leads: int, rotation: int, turn: int) -> tuple[int, int]:
    """Return (which branch, the rest of the turn); the ``leads`` rotate."""
    digit = turn % count
    if digit < leads:
        digit = (digit + (rotation >> 33)) % leads
    return digit, turn // count


class Places:
    """All places of a document, made when they are first asked for."""

    def __init__(self, resolve: Callable[[str], Schema]) -> None:
        self._resolve = resolve
        self._targets: dict[str, Schema] = {}
        self._names: dict[int, str] = {}
        self._negated: dict[int, tuple[Schema, Schema]] = {}
        self._places: dict[tuple[int, ...], Place] = {}
        self._expander = Expander(self.resolve, self.negated)

    def resolve(self, reference: str) -> Schema:
        """Return the schema that a ``$ref`` names, always the same object."""
        if reference not in self._targets:
            target = self._resolve(reference)
            self._targets[reference] = target
            self._names.setdefault(id(target), component_name(reference))
        return self._targets[reference]

    def negated(self, schema: Schema) -> Schema:
        """Return ``{"not": schema}``, always the same object for a schema."""
        target = self._target(schema)
        if isinstance(target, bool):
            return not target
        known = self._negated.get(id(target))
        if known is None:
            known = (target, {"not": target})
            self._negated[id(target)] = known
        return known[1]

    def at(self, schemas: Iterable[Schema]) -> Place:
        """Return the place where all of ``schemas`` hold."""
        targets = {id(t): t for t in map(self._target, schemas) if t is not True}
        key = tuple(targets)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = self._build(tuple(targets.values()))
        return place

    def parts(self, place: Place) -> list[Part]:
        """Return the schemas of a place that hold whatever is chosen."""
        return self._conjunction(place.schemas, exact=False).parts

    def _build(self, schemas: tuple[Schema, ...]) -> Place:
        nodes = [
            Node(self._conjunction(schemas, exact=exact), self._expander)
            for exact in (False, True)
        ]
        return Place(schemas, (nodes[0], nodes[1]))

    def _conjunction(self, schemas: tuple[Schema, ...], *, exact: bool) -> Conjunction:
        conjunction = Conjunction()
        for schema in schemas:
            self._expander.expand(
                conjunction,
                schema,
                exact=exact,
                owner=self._names.get(id(schema), ""),
                outermost=True,
            )
        return conjunction

    def _target(self, schema: Schema) -> Schema:
        """Follow a reference that stands alone, so that recursion is noticed."""
        followed = 0
        while isinstance(schema, Mapping) and len(schema) == 1 and "$ref" in schema:
            schema = self.resolve(schema["$ref"])
            followed += 1
            if followed > 64:  # a ring of references that says nothing
                return False
        return schema
