"""The contract: the document with its amendments, as the judge asks for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from contract_tests.contract import overlay, pointers
from contract_tests.contract.formats import checker
from contract_tests.contract.yaml_core import load_yaml
from contract_tests.errors import DocumentError

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
GENERATE, LIST, GET, ACCOUNT, USAGE = OPERATIONS = (
    "generateImage",
    "listImages",
    "getImage",
    "getAccount",
    "listUsage",
)
_URI = "urn:contract"


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a value breaks a schema: where, which keyword, and how."""

    path: str
    keyword: str
    message: str

    def __str__(self) -> str:
        """Return the violation as one sentence."""
        return f"{self.path or 'the body'}: {self.message}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document."""

    id: str
    method: str
    path: str
    pointer: str
    statuses: frozenset[str]

    def documents(self, status: int) -> bool:
        """Tell whether the operation documents this status, by itself or a range."""
        return self.response_name(status) is not None

    def response_name(self, status: int) -> str | None:
        """Return the name of the response for a status: itself, its range, default."""
        names = (str(status), f"{status // 100}XX", "default")
        return next((each for each in names if each in self.statuses), None)


@dataclass(frozen=True)
class Contract:
    """A document that was read, with its amendments applied."""

    raw: Mapping[str, Any]
    text: str
    path: str
    """What the document is called in reports (`openapi.json`)."""
    document: Mapping[str, Any] = field(repr=False)
    operations: Mapping[str, Operation]

    @property
    def title(self) -> str:
        """Return the title and version of the document."""
        info = self.raw.get("info", {})
        return f"{info.get('title', 'untitled')} {info.get('version', '')}".strip()

    @cached_property
    def sha256(self) -> str:
        """Return the digest of the document's bytes."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def _registry(self) -> Registry[Any]:
        resource = Resource.from_contents(
            self.document, default_specification=DRAFT202012
        )
        registry: Registry[Any] = Registry().with_resource(_URI, resource)
        return registry

    @cached_property
    def _validators(self) -> dict[str, Draft202012Validator]:
        return {}

    def violations(self, pointer: str, value: object) -> list[Violation]:
        """Return every way in which a value breaks the schema at a pointer."""
        validator = self._validators.get(pointer)
        if validator is None:
            validator = Draft202012Validator(
                {"$ref": f"{_URI}#{pointer}"},
                registry=self._registry,
                format_checker=checker(),
            )
            self._validators[pointer] = validator
        return [_violation(error) for error in validator.iter_errors(value)]

    def request_violations(self, operation: str, body: object) -> list[Violation]:
        """Return every way in which a JSON body breaks the document as it is given.

        No amendment counts here: what only a description forbids breaks no schema.
        """
        pointer = self.operations[operation].pointer + pointers.join(
            "requestBody", "content", "application/json", "schema"
        )
        raw = Resource.from_contents(self.raw, default_specification=DRAFT202012)
        validator = Draft202012Validator(
            {"$ref": f"{_URI}#{pointer}"},
            registry=Registry().with_resource(_URI, raw),
            format_checker=checker(),
        )
        return [_violation(error) for error in validator.iter_errors(body)]

    def reply_schema(
        self, operation: Operation, status: int, query: Mapping[str, str]
    ) -> str | None:
        """Return the pointer of the schema that a JSON reply must satisfy, if any.

        Where an amendment says that a parameter chooses among alternatives, it is the
        schema that the request chose.
        """
        name = operation.response_name(status)
        if name is None:
            return None
        pointer = operation.pointer + pointers.join(
            "responses", name, "content", "application/json", "schema"
        )
        try:
            schema = pointers.resolve(self.document, pointer)
        except DocumentError:
            return None
        chosen = schema.get("x-chosen-by") if isinstance(schema, dict) else None
        if chosen is None:
            return pointer
        value = query.get(chosen["parameter"])
        values = chosen["values"]
        reference = values[value] if value in values else chosen["otherwise"]
        return str(reference["$ref"]).removeprefix("#")

    def documents_headers(self, operation: Operation, status: int) -> bool:
        """Tell whether the document names headers of the reply with this status."""
        name = operation.response_name(status)
        if name is None:
            return False
        pointer = operation.pointer + pointers.join("responses", name)
        response = pointers.resolve(self.document, pointer)
        return isinstance(response, dict) and bool(response.get("headers"))

    def operation_of(self, method: str, path: str) -> Operation | None:
        """Return the operation that a request belongs to: the most concrete path wins."""
        found = [
            each
            for each in self.operations.values()
            if each.method == method and _matches(each.path, path)
        ]
        return min(found, key=lambda each: each.path.count("{"), default=None)


def load(path: str | Path | None = None) -> Contract:
    """Read a document, the packaged one by default, and apply the amendments.

    Raises DocumentError for a file that can't be read, is no OpenAPI document, or
    lacks one of the five operations.
    """
    if path is None:
        return parse(packaged().read_text("utf-8"), path="openapi.json")
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"cannot read the document {path}: {error}") from error
    return parse(text, path=str(path))


def parse(text: str, *, path: str) -> Contract:
    """Return the contract that a document's text makes; raises DocumentError."""
    raw = _mapping(text, path)
    amendments = json.loads(
        resources.files(__package__).joinpath("amendments.json").read_text("utf-8")
    )
    document = overlay.apply(raw, amendments)
    operations = _operations(document)
    missing = [each for each in OPERATIONS if each not in operations]
    if missing:
        raise DocumentError(
            f"{path} does not describe the Get Images API: it has no operation"
            f" {', '.join(missing)}"
        )
    return Contract(raw, text, path, document, operations)


def packaged() -> Path:
    """Return where the packaged document is: in a checkout, or in an installed wheel.

    The wheel holds it once, in the package beside this one.
    """
    beside = Path(str(resources.files("contract_tests"))).parent
    for place in (beside / "openapi.json", beside / "mockserver" / "openapi.json"):
        if place.is_file():
            return place
    raise DocumentError(
        "the packaged openapi.json is missing: install the package again"
    )


def _mapping(text: str, path: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        try:
            value = load_yaml(text)
        except (yaml.YAMLError, ValueError) as error:
            raise DocumentError(f"{path} is neither JSON nor YAML: {error}") from error
    if not isinstance(value, dict) or "openapi" not in value:
        raise DocumentError(
            f"{path} is no OpenAPI 3 document: it has no 'openapi' field"
        )
    return value


def _operations(document: Mapping[str, Any]) -> dict[str, Operation]:
    return {
        operation["operationId"]: Operation(
            operation["operationId"],
            method.upper(),
            path,
            pointers.join("paths", path, method),
            frozenset(map(str, operation.get("responses", {}))),
        )
        for path, item in document.get("paths", {}).items()
        for method, operation in item.items()
        if method in METHODS and "operationId" in operation
    }


def _matches(template: str, path: str) -> bool:
    wanted, given = template.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        bool(part) if name.startswith("{") else name == part
        for name, part in zip(wanted, given, strict=True)
    )


def _violation(error: ValidationError) -> Violation:
    path = ""
    for part in error.absolute_path:
        path += (
            f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
        )
    message = error.message
    if len(message) > 300:
        message = f"{message[:140]} ... {message[-140:]}"
    return Violation(path, str(error.validator), message)
