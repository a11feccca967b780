"""The document: an OpenAPI description, compiled once.

What cannot be honoured stops the loading with a
:class:`~mockserver.errors.DocumentError`; what is ignored, or read in another way
than it is written, is a :class:`Notice`. Nothing in a document changes after
loading, so it can be used from any thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mockserver.errors import DocumentError
from mockserver.openapi.document_reading import read_document
from mockserver.openapi.loading import read_file
from mockserver.openapi.notices import Notice
from mockserver.openapi.operation import Operation
from mockserver.openapi.overlay import apply_overlays
from mockserver.openapi.paths import Match, PathTable, is_near, likeness
from mockserver.openapi.pointers import child
from mockserver.openapi.references import Files, SourceFile
from mockserver.openapi.schemas import SchemaSet
from mockserver.openapi.surroundings import Schema


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A compiled document.

    ``requests`` and ``replies`` are its schemas as each direction reads them;
    ``version`` is that of the API, ``openapi`` that of the specification.
    """

    title: str
    version: str
    openapi: str
    operations: tuple[Operation, ...]
    notices: tuple[Notice, ...]
    requests: SchemaSet = field(repr=False)
    replies: SchemaSet = field(repr=False)
    _paths: PathTable = field(repr=False)
    _by_id: Mapping[str, Operation] = field(repr=False)

    def match(self, method: str, path: str) -> Match:
        """Return what a request leads to.

        ``method`` is in upper case, ``path`` raw: percent-encoded, without query.
        """
        return self._paths.match(method, path)

    def operation(self, operation_id: str) -> Operation | None:
        """Return the operation with an id, or None."""
        return self._by_id.get(operation_id)

    def nearest(self, method: str, path: str) -> Operation | None:
        """Return the operation that a request was probably meant for, or None.

        It helps with a 404: the one whose path looks most like the path, the
        same method counting for something.
        """
        best, best_score = None, 0.0
        for operation in self.operations:
            score = likeness(path, operation.path)
            score += 0.05 if operation.method == method else 0.0
            if score > best_score:
                best, best_score = operation, score
        return best if is_near(best_score) else None

    def resolve(self, schema: Schema) -> Schema:
        """Return the schema itself, or what its ``$ref`` means.

        References read the same in both directions; what is required in the
        result is what replies require.
        """
        return self.replies.follow(schema)

    def resolve_reference(self, reference: str) -> Schema:
        """Return what a ``$ref`` in a schema of a reply means."""
        return self.replies.resolve(reference)

    def is_valid_reply(self, schema: Mapping[str, Any] | bool, value: Any) -> bool:
        """Tell whether a value is valid under a schema of a reply, or a part of one."""
        # The validator takes a dict, and the schemas of the document are dicts.
        known = schema if isinstance(schema, (dict, bool)) else dict(schema)
        return self.replies.is_valid(known, value)

    def property_schema(self, schema: Schema, name: str) -> dict[str, Any] | None:
        """Return the schema of a property, or None if there is no such property.

        It is looked for behind ``$ref`` and in the members of ``allOf``, and what
        its own ``$ref`` and ``allOf`` say stands beside them, so that
        ``description``, ``enum`` and the like can be read from it.
        """
        found = self._property(schema, name, 0)
        return None if found is None else self._flat(found, 0)

    def _property(self, schema: Schema, name: str, depth: int) -> Schema | None:
        schema_here = self.resolve(schema)
        for part in (schema, schema_here):
            if not isinstance(part, dict) or depth > 16:
                return None
            properties = part.get("properties", {})
            if name in properties:
                found: Schema = properties[name]
                return found
            for member in part.get("allOf", ()):
                inner = self._property(member, name, depth + 1)
                if inner is not None:
                    return inner
        return None

    def _flat(self, schema: Schema, depth: int) -> dict[str, Any]:
        if not isinstance(schema, dict) or depth > 16:
            return {}
        flat: dict[str, Any] = {}
        if "$ref" in schema:
            flat |= self._flat(self.replies.resolve(schema["$ref"]), depth + 1)
        for member in schema.get("allOf", ()):
            flat |= self._flat(member, depth + 1)
        # These are left to the references: the last of several would win here.
        for keyword in _STRUCTURE:
            flat.pop(keyword, None)
        return flat | schema


_STRUCTURE = frozenset({"$ref", "allOf", "properties", "required"})


def load(
    source: str | Path | Mapping[str, Any],
    *,
    overlays: Sequence[Mapping[str, Any]] = (),
) -> Document:
    """Load and compile an OpenAPI 3.0 or 3.1 document.

    ``source`` is the path of a JSON or YAML file, or the content of one.
    ``overlays`` are applied first (see :mod:`.overlay`). Raises
    :class:`~mockserver.errors.DocumentError`.
    """
    notices: dict[Notice, None] = {}

    def notify(pointer: str, message: str) -> None:
        # A schema can be reached twice; its notice is given once.
        notices[Notice(pointer, message)] = None

    root = _root(source, overlays, notify)
    try:
        parts = read_document(Files(root, read=_read_beside), notify)
    except RecursionError as error:
        reason = "is nested too deeply"
        raise DocumentError("", reason, source=root.name) from error
    return Document(
        title=parts.title,
        version=parts.version,
        openapi=parts.openapi,
        operations=parts.operations,
        notices=tuple(notices),
        requests=parts.contracts.requests,
        replies=parts.contracts.replies,
        _paths=parts.paths,
        _by_id={operation.id: operation for operation in parts.operations},
    )


def _root(
    source: str | Path | Mapping[str, Any],
    overlays: Sequence[Mapping[str, Any]],
    notify: Any,
) -> SourceFile:
    if isinstance(source, Mapping):
        name, path, content = "", None, _plain(source, "")
    else:
        path = Path(source).resolve()
        name = Path(source).name
        content = read_file(path, name=str(source))
    content = apply_overlays(content, overlays, notify=notify)
    return SourceFile(name, path, content, is_root=True)


def _read_beside(path: Path, name: str) -> Any:
    return read_file(path, name=name)


def _plain(value: Any, pointer: str) -> Any:
    """Return a mapping as JSON values, keys as strings, so that any mapping will do."""
    if isinstance(value, Mapping):
        return {
            str(key): _plain(item, child(pointer, str(key)))
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{pointer}/{index}") for index, item in enumerate(value)]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise DocumentError(pointer, f"{type(value).__name__} is not a value of JSON")
