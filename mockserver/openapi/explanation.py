"""From the errors of the validator to violations that people can act on.

Each path gets one violation, the most telling: a wrong type before a value
outside its enum before anything else. Of ``anyOf`` and ``oneOf`` the branch that
was meant is found, if it can be, and its own problems are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any

from mockserver.openapi.alternatives import Branch, merged_choice, name_of, nearest
from mockserver.openapi.schema_paths import keyword_of, schema_at
from mockserver.openapi.surroundings import Schema
from mockserver.openapi.violations import Violation, join, listed
from mockserver.openapi.wording import word, wrong_choice, wrong_type

_MOST_ERRORS = 1000
_MOST_VIOLATIONS = 100
_RANKS = {"type": 0, "discriminator": 1, "enum": 1, "const": 1, "oneOf": 4, "anyOf": 4}
_MIDDLE_RANK = 2
_OF_PROPERTIES = frozenset({"additionalProperties", "unevaluatedProperties"})

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    path: Path
    message: str
    code: str


def explain(
    errors: Iterable[Any],
    *,
    root: str,
    instance: Any,
    schema: Schema,
    resolve: Callable[[str], Schema],
) -> tuple[Violation, ...]:
    """Return the violations behind the errors of a validator, at most 100.

    They stand in the order in which the instance holds the values; a missing
    property comes after those that are there. ``root`` is where the instance
    stands in the message, such as ``body``.
    """
    explainer = _Explainer(instance, schema, resolve)
    best: dict[Path, _Finding] = {}
    for error in islice(errors, _MOST_ERRORS):
        for finding in explainer.findings(error):
            known = best.get(finding.path)
            if known is None or _rank(finding) < _rank(known):
                best[finding.path] = finding
    order = _Order(instance, list(best))
    ordered = sorted(best.values(), key=lambda finding: order.key(finding.path))
    return tuple(
        Violation(join(root, finding.path), finding.message, finding.code)
        for finding in ordered[:_MOST_VIOLATIONS]
    )


def _rank(finding: _Finding) -> int:
    return _RANKS.get(finding.code, _MIDDLE_RANK)


class _Order:
    """The order of paths in an instance."""

    def __init__(self, instance: Any, paths: Sequence[Path]) -> None:
        self._instance = instance
        self._found = {path: index for index, path in enumerate(paths)}
        self._positions: dict[int, dict[str, int]] = {}

    def key(self, path: Path) -> tuple[tuple[int, int], ...]:
        value = self._instance
        key: list[tuple[int, int]] = []
        for step in path:
            if isinstance(value, dict) and step in value:
                key.append((0, self._position(value, str(step))))
                value = value[step]
            elif isinstance(value, list) and isinstance(step, int):
                key.append((0, step))
                value = value[step]
            else:
                key.append((1, self._found[path]))
                break
        return tuple(key)

    def _position(self, value: dict[str, Any], name: str) -> int:
        positions = self._positions.get(id(value))
        if positions is None:
            positions = {known: index for index, known in enumerate(value)}
            self._positions[id(value)] = positions
        return positions[name]


class _Explainer:
    def __init__(
        self, instance: Any, schema: Schema, resolve: Callable[[str], Schema]
    ) -> None:
        self._instance = instance
        self._schema = schema
        self._resolve = resolve

    def findings(self, error: Any) -> Iterator[_Finding]:
        """Yield what one error of the validator tells."""
        special = _SPECIAL.get(error.kind.name)
        if special is not None:
            yield from special(self, error)
            return
        keyword = keyword_of(error.evaluation_path)
        yield _Finding(self._path(error), word(keyword, error), keyword)

    def _path(self, error: Any) -> Path:
        """Return where the error is; the validator takes a name ``0`` for an index."""
        value = self._instance
        path: list[str | int] = []
        for step in error.instance_path:
            name = str(step) if isinstance(value, dict) else step
            path.append(name)
            value = value[name]
        return tuple(path)

    def _holder(self, error: Any) -> dict[str, Any]:
        """Return the schema whose keyword was broken."""
        found = schema_at(self._schema, error.evaluation_path[:-1], self._resolve)
        return found if isinstance(found, dict) else {}

    def _required(self, error: Any) -> Iterator[_Finding]:
        name = error.kind.property
        keyword = keyword_of(error.evaluation_path)
        message = "is required"
        if keyword == "dependentRequired":
            needed_by = [
                other
                for other, names in self._holder(error).get(keyword, {}).items()
                if name in names and other in error.instance
            ]
            message = f"is required beside {listed(needed_by[:1])}"
        yield _Finding((*self._path(error), name), message, keyword)

    def _unexpected(self, error: Any) -> Iterator[_Finding]:
        keyword = keyword_of(error.evaluation_path)
        known = self._known_names(self._holder(error))
        for name in error.kind.unexpected:
            message = "is not a property of this object"
            if known:
                message += f"; expected {listed(known)}"
            near = get_close_matches(name[:100], known, n=1)
            if near:
                message += f"; did you mean {near[0]!r}?"
            yield _Finding((*self._path(error), name), message, keyword)

    def _known_names(self, schema: Schema, *, depth: int = 0) -> list[str]:
        if not isinstance(schema, dict) or depth > 8:
            return []
        names = dict.fromkeys(schema.get("properties", {}))
        if "$ref" in schema:
            target = self._resolve(schema["$ref"])
            names |= dict.fromkeys(self._known_names(target, depth=depth + 1))
        for member in schema.get("allOf", ()):
            names |= dict.fromkeys(self._known_names(member, depth=depth + 1))
        return list(names)

    def _unevaluated_items(self, error: Any) -> Iterator[_Finding]:
        # The validator tells the items, not where they stand.
        items = ", ".join(map(str, error.kind.unexpected[:5]))
        message = f"has items that the document does not describe: {items[:100]}"
        yield _Finding(self._path(error), message, "unevaluatedItems")

    def _property_names(self, error: Any) -> Iterator[_Finding]:
        inner = error.kind.error
        path = (*self._path(error), inner.instance)
        message = word(keyword_of(inner.evaluation_path), inner)
        yield _Finding(path, f"has a name that {message}", "propertyNames")

    def _forbidden(self, error: Any) -> Iterator[_Finding]:
        keyword = keyword_of(error.evaluation_path)
        if keyword in _OF_PROPERTIES:
            # The validator tells the first only, and its value for that of the object.
            holder = self._instance
            for step in self._path(error):
                holder = holder[step]
            for name in islice(holder, _MOST_VIOLATIONS):
                message = "is not a property of this object, which has none"
                yield _Finding((*self._path(error), name), message, keyword)
            return
        message = "is not allowed here"
        if keyword == "items":
            message = "is one item too many"
        yield _Finding(self._path(error), message, keyword or "not")

    def _alternatives(self, error: Any) -> Iterator[_Finding]:
        """Explain that no branch holds, by the one that was meant."""
        path = self._path(error)
        raw_path = tuple(error.instance_path)
        keyword = keyword_of(error.evaluation_path)
        holder = self._holder(error)
        schemas = holder.get(keyword, [])
        branches = [
            Branch(index, errors, name_of(index, schemas))
            for index, errors in enumerate(error.kind.context)
        ]
        fitting = [branch for branch in branches if not branch.mismatch(raw_path)]
        if not fitting:
            types = {name for branch in branches for name in branch.types(raw_path)}
            if types:
                message = wrong_type(types, error.instance)
                yield _Finding(path, message, "type")
                return
        options = merged_choice(fitting, raw_path)
        if options is not None:
            yield _Finding(path, wrong_choice(options, error.instance), "enum")
            return
        choice = nearest(fitting or branches, holder, error.instance)
        findings = [item for one in choice.branch.errors for item in self.findings(one)]
        if choice.wrong_name is not None:
            name, options = choice.wrong_name
            message = wrong_choice(options, error.instance.get(name))
            yield _Finding((*path, name), message, "discriminator")
        elif choice.is_certain:
            yield from findings
        else:
            yield self._uncertain(path, keyword, len(branches), choice.branch, findings)

    def _uncertain(
        self,
        path: Path,
        keyword: str,
        count: int,
        branch: Branch,
        findings: Sequence[_Finding],
    ) -> _Finding:
        message = (
            f"must match one of {count} alternatives; the nearest is {branch.name}"
        )
        if findings:
            first = min(findings, key=_rank)
            below = join("", first.path[len(path) :]).lstrip(".")
            message += f", but {below or 'it'} {first.message}"
        return _Finding(path, message, keyword)

    def _several(self, error: Any) -> Iterator[_Finding]:
        keyword = keyword_of(error.evaluation_path)
        schemas = self._holder(error).get(keyword, [])
        names = [
            name_of(index, schemas)
            for index, errors in enumerate(error.kind.context)
            if not errors
        ]
        matching = ", ".join(names) or "several"
        message = f"must match exactly one alternative, but matches {matching}"
        yield _Finding(self._path(error), message, keyword)


_SPECIAL: dict[str, Callable[[_Explainer, Any], Iterator[_Finding]]] = {
    "additionalProperties": _Explainer._unexpected,
    "anyOf": _Explainer._alternatives,
    "falseSchema": _Explainer._forbidden,
    "oneOf": lambda explainer, error: (
        explainer._several(error)
        if type(error.kind).__name__ == "OneOfMultipleValid"
        else explainer._alternatives(error)
    ),
    "propertyNames": _Explainer._property_names,
    "required": _Explainer._required,
    "unevaluatedItems": _Explainer._unevaluated_items,
    "unevaluatedProperties": _Explainer._unexpected,
}
