"""The contract as it is read from the document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.contract.document import load, packaged, parse
from contract_tests.contract.facts import facts
from contract_tests.contract.pointers import join, positions, resolve, tokens
from contract_tests.errors import DocumentError
from tests.contract.test_amendments import METADATA

CONTRACT = load()
ROWS = "/paths/~1api~1v1~1images/get/responses/200/content/application~1json/schema"


def verdict(operation: str, status: int, value: Any, **query: str) -> list[str]:
    """Return the keywords of the violations of a reply."""
    described = CONTRACT.operations[operation]
    pointer = CONTRACT.reply_schema(described, status, query)
    assert pointer is not None
    return [each.keyword for each in CONTRACT.violations(pointer, value)]


ACCOUNT = {"userId": "u1", "email": "a@b.example", "creditBalance": 5}
TRANSACTION = {
    "id": METADATA["id"],
    "type": "deduction",
    "amount": -3,
    "description": None,
    "referenceId": None,
    "createdAt": "2026-01-02T03:04:05.123+02:00",
}
ERROR = {"error": {"message": "no"}}


def page(name: str, *rows: object) -> dict[str, object]:
    return {name: list(rows), "total": len(rows), "limit": 20, "offset": 0}


def generated(**changed: object) -> dict[str, object]:
    return {
        "image": METADATA | {"b64_json": "aaaa"} | changed,
        "credits": {"charged": 3, "remaining": 0},
    }


RIGHT: list[tuple[str, int, Any]] = [
    ("getAccount", 200, ACCOUNT),
    ("getAccount", 200, ACCOUNT | {"plan": "pro", "extra": [1]}),
    ("getAccount", 401, ERROR),
    ("getAccount", 429, {"error": {"message": "", "details": []}}),
    ("listUsage", 200, page("transactions", TRANSACTION)),
    ("listUsage", 200, page("transactions")),
    ("listImages", 200, page("images", METADATA, METADATA | {"creditCost": None})),
    ("listImages", 200, page("images", METADATA | {"creditCost": 0, "tags": ["x"]})),
    ("generateImage", 200, generated()),
    ("generateImage", 200, generated(id=str(METADATA["id"]).upper())),
    ("generateImage", 500, ERROR),
    ("getImage", 404, ERROR),
]
WRONG: list[tuple[str, int, Any, list[str]]] = [
    ("getAccount", 200, [], ["type"]),
    ("getAccount", 200, ACCOUNT | {"creditBalance": "5"}, ["type"]),
    ("getAccount", 200, ACCOUNT | {"creditBalance": 5.5}, ["type"]),
    ("getAccount", 200, ACCOUNT | {"creditBalance": True}, ["type"]),
    ("getAccount", 200, ACCOUNT | {"creditBalance": -1}, ["minimum"]),
    ("getAccount", 200, ACCOUNT | {"email": "nobody"}, ["format"]),
    ("getAccount", 401, {"message": "no"}, ["required"]),
    ("getAccount", 401, {"error": "no"}, ["type"]),
    ("listUsage", 200, page("transactions", TRANSACTION | {"type": "x"}), ["enum"]),
    ("listUsage", 200, page("transactions", TRANSACTION | {"id": None}), ["type"]),
    ("listImages", 200, page("images", METADATA | {"id": "1"}), ["format"]),
    (
        "listImages",
        200,
        page("images", METADATA | {"createdAt": "2026-01-02 03:04:05"}),
        ["format"],
    ),
    ("listImages", 200, page("images", METADATA | {"modelId": "x"}), ["enum"]),
    ("listImages", 200, page("images") | {"total": None}, ["type"]),
    ("generateImage", 200, generated(b64_json=None), ["type"]),
    ("generateImage", 200, generated() | {"credits": {"charged": 1}}, ["required"]),
]


@pytest.mark.parametrize(("operation", "status", "value"), RIGHT)
def test_a_right_reply_has_no_violation(
    operation: str, status: int, value: Any
) -> None:
    assert verdict(operation, status, value) == []


@pytest.mark.parametrize(("operation", "status", "value", "keywords"), WRONG)
def test_a_wrong_reply_has_its_violation(
    operation: str, status: int, value: Any, keywords: list[str]
) -> None:
    assert verdict(operation, status, value) == keywords


def test_a_violation_names_its_place() -> None:
    rows = page("images", METADATA, METADATA | {"aspectRatio": "1:2"})

    (violation,) = CONTRACT.violations(ROWS, rows)

    assert violation.path == "images[1].aspectRatio"
    assert "1:2" in str(violation)


def test_a_violation_is_told_shortly() -> None:
    rows = page("images", METADATA | {"aspectRatio": "x" * 10_000})

    (violation,) = CONTRACT.violations(ROWS, rows)

    assert len(violation.message) < 400


def test_a_status_that_is_not_documented_has_no_schema() -> None:
    described = CONTRACT.operations["getAccount"]

    assert CONTRACT.reply_schema(described, 418, {}) is None
    assert not described.documents(418)
    assert described.documents(401)


def test_a_range_and_a_default_document_a_status() -> None:
    raw = json.loads(CONTRACT.text)
    responses = raw["paths"]["/api/v1/account"]["get"]["responses"]
    responses["5XX"] = responses.pop("401")
    described = parse(json.dumps(raw), path="x").operations["getAccount"]

    assert described.documents(503)
    assert not described.documents(401)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/api/v1/images", "listImages"),
        ("GET", "/api/v1/images/x", "getImage"),
        ("GET", "/api/v1/images/a%2Fb", "getImage"),
        ("POST", "/api/v1/images/generate", "generateImage"),
        ("POST", "/api/v1/images", None),
        ("GET", "/api/v1/images/", None),
        ("GET", "/api/v1/images/x/", None),
        ("GET", "/api/v1/account", "getAccount"),
        ("GET", "/", None),
    ],
)
def test_a_request_belongs_to_an_operation(
    method: str, path: str, operation: str | None
) -> None:
    found = CONTRACT.operation_of(method, path)

    assert (found and found.id) == operation


def test_the_facts_are_those_of_the_document() -> None:
    known = facts(CONTRACT)

    assert len(known.models) == 5
    assert known.thinkers == (
        "google:gemini-3.1-flash-image-preview",
        "google:gemini-3-pro-image-preview",
    )
    assert len(known.ratios) == 8
    assert known.default_ratio == "1:1"
    assert known.longest_prompt == 2000
    assert {each.maximum for each in known.pages.values()} == {100}
    assert {each.default_limit for each in known.pages.values()} == {20}


def test_yaml_is_the_same_document(tmp_path: Path) -> None:
    """Statuses are written without quotes in it, and dates may stand in examples."""
    text = yaml.safe_dump(CONTRACT.raw, sort_keys=False).replace("'200'", "200")
    path = tmp_path / "openapi.yaml"
    path.write_text(f"{text}\nx-since: 2026-01-02\n")
    contract = load(path)

    assert contract.raw == dict(CONTRACT.raw) | {"x-since": "2026-01-02"}
    for name, described in contract.operations.items():
        assert described == CONTRACT.operations[name]
        pointer = contract.reply_schema(described, 200, {})
        assert pointer == CONTRACT.reply_schema(described, 200, {})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no OpenAPI 3 document"),
        ("{}", "no OpenAPI 3 document"),
        ("[1]", "no OpenAPI 3 document"),
        ("{", "neither JSON nor YAML"),
        ('{"swagger": "2.0"}', "no OpenAPI 3 document"),
        ('{"openapi": "3.1.0", "paths": {}}', "it has no operation generateImage"),
    ],
)
def test_another_file_is_refused_by_name(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    with pytest.raises(DocumentError, match=reason) as refused:
        load(path)
    assert "other.json" in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_refused_by_name(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "other.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(DocumentError, match=r"cannot read .*other\.json"):
        load(path)


def test_the_packaged_document_is_that_of_the_project() -> None:
    beside = Path(__file__).parents[2] / "openapi.json"

    assert packaged().read_bytes() == beside.read_bytes()


def test_pointers_are_joined_and_taken_apart() -> None:
    parts = ["paths", "/a/{b}", "~", "", "0"]

    assert tokens(join(*parts)) == parts
    assert resolve({"a/b": [{"~": 5}]}, "/a~1b/0/~0") == 5


@pytest.mark.parametrize("pointer", ["/b", "/a/1", "/a/-1", "/a/-", "/a/x", "/a/0/x"])
def test_a_pointer_to_nothing_is_refused(pointer: str) -> None:
    with pytest.raises(DocumentError, match="nothing at"):
        resolve({"a": [1]}, pointer)


@pytest.mark.parametrize("pointer", ["a", "#/a", " /a"])
def test_what_is_no_pointer_is_refused(pointer: str) -> None:
    with pytest.raises(DocumentError, match="no JSON pointer"):
        resolve({"a": 1}, pointer)


def test_every_place_of_the_document_has_a_line() -> None:
    found = positions(CONTRACT.text)

    for clause in ("/paths", ROWS, "/components/schemas/ErrorResponse"):
        token = tokens(clause)[-1]
        line = CONTRACT.text.splitlines()[found[clause].line - 1]
        assert line[found[clause].column - 1 :].startswith(f'"{token}"')
