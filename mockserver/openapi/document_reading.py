"""The outline of a document: version, paths, operations, servers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mockserver.openapi.contracts import Contracts
from mockserver.openapi.dialect import check_dialect
from mockserver.openapi.message_reading import read_body, read_responses
from mockserver.openapi.notices import Notify
from mockserver.openapi.operation import Operation
from mockserver.openapi.parameter_reading import read_parameters
from mockserver.openapi.paths import PathTable
from mockserver.openapi.reading import Reading, flag_of, text_of
from mockserver.openapi.references import Files, Place
from mockserver.openapi.schemas import SchemaLibrary
from mockserver.openapi.security import Scheme
from mockserver.openapi.security_reading import read_schemes, read_security
from mockserver.openapi.templates import parse_template

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_VERSION = re.compile(r"3\.([01])\.\d+(?:-.+)?")
_VARIABLE = re.compile(r"\{([^{}]+)\}")
_ROOT_FIELDS = frozenset(
    {
        "components",
        "externalDocs",
        "info",
        "jsonSchemaDialect",
        "openapi",
        "paths",
        "security",
        "servers",
        "tags",
        "webhooks",
    }
)
_ITEM_FIELDS = frozenset(
    {"$ref", "description", "parameters", "servers", "summary", *_METHODS}
)
_OPERATION_FIELDS = frozenset(
    {
        "callbacks",
        "deprecated",
        "description",
        "externalDocs",
        "operationId",
        "parameters",
        "requestBody",
        "responses",
        "security",
        "servers",
        "summary",
        "tags",
    }
)


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """What a document consists of, compiled."""

    title: str
    version: str
    openapi: str
    operations: tuple[Operation, ...]
    contracts: Contracts
    paths: PathTable


def read_document(files: Files, notify: Notify) -> DocumentParts:
    """Read and compile a whole document.

    Raises :class:`~mockserver.errors.DocumentError`.
    """
    root = Place(files.root.content, files.root, "")
    version = _version(root)
    is_3_0 = version.startswith("3.0")
    library = SchemaLibrary(files, is_3_0=is_3_0, notify=notify)
    reading = Reading(
        files=files,
        contracts=Contracts(library),
        is_3_0=is_3_0,
        notify=lambda place, message: notify(place.address, message),
    )
    _outline(reading, root)
    operations = _Operations(reading, root)
    for template, source in reading.members(root, "paths", "paths"):
        if not template.startswith("x-"):
            operations.read_path(template, source)
    operations.add_base_paths(_base_paths(reading, root))
    reading.contracts.compile_all()
    info = root.child("info") if isinstance(root.value.get("info"), dict) else None
    return DocumentParts(
        title="" if info is None else text_of(info, "title"),
        version="" if info is None else str(info.value.get("version", "")),
        openapi=version,
        operations=tuple(operations.all),
        contracts=reading.contracts,
        paths=operations.paths,
    )


def _version(root: Place) -> str:
    content = root.value
    if not isinstance(content, dict):
        raise root.error("an OpenAPI document is an object at the top")
    if not content:
        raise root.error("the document is empty; it needs 'openapi' and 'paths'")
    if "swagger" in content:
        raise root.child("swagger").error(
            f"Swagger {content['swagger']} is not supported; convert the document to"
            " OpenAPI 3.0 or 3.1"
        )
    if "openapi" not in content:
        raise root.error("is not an OpenAPI document: it has no 'openapi' version")
    version = content["openapi"]
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise root.child("openapi").error(
            f"OpenAPI {version!r} is not supported; supported are 3.0.x and 3.1.x,"
            " such as '3.1.0'"
        )
    return version


def _outline(reading: Reading, root: Place) -> None:
    """Check what surrounds the paths."""
    reading.check_fields(root, _ROOT_FIELDS, "an OpenAPI document")
    if "jsonSchemaDialect" in root.value:
        check_dialect(root.child("jsonSchemaDialect"))
    if reading.is_3_0 and "paths" not in root.value:
        raise root.error("has no 'paths'")
    if root.value.get("webhooks"):
        reading.notify(root.child("webhooks"), "webhooks are not sent")
    if not root.value.get("paths"):
        reading.notify(root, "has no paths, so every request is answered with 404")


class _Operations:
    """Collects the operations of all paths."""

    def __init__(self, reading: Reading, root: Place) -> None:
        self._reading = reading
        self._root = root
        self._schemes: dict[str, Scheme] = read_schemes(reading, root)
        self._ids: dict[str, str] = {}
        self._by_template: dict[str, dict[str, Operation]] = {}
        self.paths: PathTable = PathTable()
        self.all: list[Operation] = []

    def read_path(self, template: str, source: Place) -> None:
        """Read the operations of one path item."""
        template, fiction = _without_fiction(template)
        if fiction:
            self._reading.notify(
                source,
                f"{fiction!r} is no part of a path that a request can have; served as"
                f" {template}, as far as nothing else is",
            )
        try:
            segments = parse_template(template)
        except ValueError as error:
            raise source.error(str(error)) from error
        names = frozenset(name for segment in segments for name in segment.names)
        item, methods = self._item(source)
        targets = {
            method.upper(): self._operation(template, method, owner, item, names)
            for method, owner in methods.items()
        }
        try:
            other = self.paths.add(template, targets, replace=not fiction)
        except ValueError as error:
            raise source.error(f"the path {template!r}: {error}") from error
        if other is not None and other != template:
            self._reading.notify(source, f"differs from {other} in names only")
        self._by_template.setdefault(template, targets)
        self.all.extend(targets.values())

    def _item(self, source: Place) -> tuple[Place, dict[str, Place]]:
        """Return a path item, and its operations; fields beside ``$ref`` win."""
        target = self._reading.files.follow(source)
        owners = [source] if target is source else [target, source]
        methods: dict[str, Place] = {}
        item = target
        for owner in owners:
            if not isinstance(owner.value, dict):
                raise owner.error("a path item is an object")
            self._reading.check_fields(owner, _ITEM_FIELDS, "a path item")
            self._ignored_servers(owner)
            if "parameters" in owner.value:
                item = owner
            for method in owner.value:
                if method in _METHODS:
                    methods[method] = owner.child(method)
        return item, methods

    def _ignored_servers(self, owner: Place) -> None:
        """Tell that servers below the document are not served.

        They name other hosts, and a mock answers on one host only.
        """
        if owner.value.get("servers"):
            message = "servers of a path or an operation are ignored; there is one host"
            self._reading.notify(owner.child("servers"), message)

    def _operation(
        self,
        template: str,
        method: str,
        source: Place,
        item: Place,
        names: frozenset[str],
    ) -> Operation:
        reading = self._reading
        place = reading.object_at(source, "an operation")
        reading.check_fields(place, _OPERATION_FIELDS, "an operation")
        self._ignored_servers(place)
        if place.value.get("callbacks"):
            reading.notify(place.child("callbacks"), "callbacks are not sent")
        tags = place.value.get("tags")
        return Operation(
            id=self._id(place, template, method),
            method=method.upper(),
            path=template,
            summary=text_of(place, "summary"),
            description=text_of(place, "description"),
            tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
            deprecated=flag_of(place, "deprecated"),
            pointer=place.address,
            body=read_body(reading, place),
            _parameters=read_parameters(reading, item, place, names),
            _responses=read_responses(reading, place),
            _security=read_security(reading, self._root, place, self._schemes),
        )

    def _id(self, place: Place, template: str, method: str) -> str:
        where = f"{method.upper()} {template}"
        operation_id = place.value.get("operationId", where)
        if not isinstance(operation_id, str):
            raise place.child("operationId").error("an operationId is a string")
        other = self._ids.setdefault(operation_id, where)
        if other != where:
            raise place.child("operationId").error(
                f"the operationId {operation_id!r} is also that of {other}"
            )
        return operation_id

    def add_base_paths(self, bases: list[str]) -> None:
        """Serve all paths below the base paths too; paths as written win."""
        for base in bases:
            for template, targets in self._by_template.items():
                self.paths.add(base + template, targets, replace=False)


def _without_fiction(template: str) -> tuple[str, str]:
    """Take query and fragment off a path, with which authors tell twins apart."""
    path = re.split(r"[?#]", template, maxsplit=1)[0]
    return path, template[len(path) :]


def _base_paths(reading: Reading, root: Place) -> list[str]:
    """Return the paths of ``servers``, variables replaced by their defaults."""
    bases: dict[str, None] = {}
    for source in reading.items(root, "servers", "servers"):
        base = _base_path(reading.object_at(source, "a server"))
        if base:
            bases[base] = None
    return list(bases)


def _base_path(place: Place) -> str:
    url = place.value.get("url")
    if not isinstance(url, str):
        raise place.error("a server has a url")
    variables = place.value.get("variables") or {}
    text = _VARIABLE.sub(lambda match: _default(match, variables, place), url)
    if "{" in text or "}" in text:
        raise place.child("url").error(f"{url!r} has a brace without its other half")
    try:
        base = urlsplit(text).path.rstrip("/")
    except ValueError as error:
        raise place.child("url").error(f"{url!r} is no URL: {error}") from error
    # A relative URL is one below where the document is found; here that is the root.
    return base if not base or base.startswith("/") else f"/{base.removeprefix('./')}"


def _default(match: re.Match[str], variables: Any, place: Place) -> str:
    variable = variables.get(match[1]) if isinstance(variables, dict) else None
    default = variable.get("default") if isinstance(variable, dict) else None
    if default is None:
        raise place.child("url").error(
            f"the variable {match[1]!r} has no default in 'variables'"
        )
    return str(default)
