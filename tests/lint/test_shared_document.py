"""What the project's own document is found to say wrongly, and what not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract_tests.lint import Finding, Severity, lint

DOCUMENT = Path(__file__).parents[2] / "openapi.json"
SCHEMAS = "/components/schemas"
GENERATE = "/paths/~1api~1v1~1images~1generate/post"
LIST = "/paths/~1api~1v1~1images/get"
ONE = "/paths/~1api~1v1~1images~1{id}/get"
ACCOUNT = "/paths/~1api~1v1~1account/get"
USAGE = "/paths/~1api~1v1~1usage/get"
OPERATIONS = (GENERATE, LIST, ONE, ACCOUNT, USAGE)
FULL_REPLY = f"{ONE}/responses/200/content/application~1json/schema"
REQUEST = f"{SCHEMAS}/GenerateImageRequest"
BYTES = "allOf/1/properties/b64_json/contentEncoding"

ERRORS = {("one-of-overlap", f"{FULL_REPLY}/oneOf")}
WARNINGS = {
    ("amount-sign-unsaid", f"{SCHEMAS}/CreditTransaction/properties/amount"),
    ("free-text-with-examples", f"{SCHEMAS}/ImageMetadata/properties/mediaType"),
    ("list-order-unsaid", LIST),
    ("list-order-unsaid", USAGE),
    ("null-in-replies-only", f"{REQUEST}/properties/style"),
    ("null-in-replies-only", f"{REQUEST}/properties/thinkingLevel"),
    ("optional-and-null", f"{SCHEMAS}/ImageMetadata/properties/creditCost"),
    ("paid-failure-unsaid", f"{GENERATE}/responses/500"),
    ("paid-without-402", f"{GENERATE}/responses"),
    ("paid-without-idempotency-key", GENERATE),
    ("prose-condition", f"{REQUEST}/properties/thinkingLevel/description"),
    ("reference-unexplained", f"{SCHEMAS}/CreditTransaction/properties/referenceId"),
    ("status-400-missing", f"{ONE}/responses"),
    ("string-unbounded", f"{REQUEST}/properties"),
    *(("retry-after-missing", f"{x}/responses/429") for x in OPERATIONS),
    *(
        ("status-description-shared", f"{x}/responses/429/description")
        for x in OPERATIONS
    ),
}
NOTES = {
    ("encoding-unasserted", f"{SCHEMAS}/GeneratedImage/{BYTES}"),
    ("encoding-unasserted", f"{SCHEMAS}/ImageWithBytes/{BYTES}"),
    ("openness-mixed", f"{REQUEST}/additionalProperties"),
    ("path-collision", ONE.removesuffix("/get")),
    ("reply-chosen-in-prose", FULL_REPLY),
    ("status-403-unsaid", f"{ONE}/responses/404"),
    ("status-404-of-nothing", f"{ACCOUNT}/responses/404"),
    ("status-413-415-unsaid", "/paths"),
    ("status-5xx-lone", f"{GENERATE}/responses/500"),
    ("status-description-shared", f"{GENERATE}/responses/500/description"),
    ("string-blank", f"{REQUEST}/properties"),
    *(("www-authenticate-missing", f"{x}/responses/401") for x in OPERATIONS),
}


@pytest.fixture(name="document")
def shared_document() -> Any:
    return json.loads(DOCUMENT.read_text("utf-8"))


def places(findings: tuple[Finding, ...], severity: Severity) -> set[tuple[str, str]]:
    return {(x.rule, x.pointer) for x in findings if x.severity is severity}


def test_the_findings_are_these_and_no_others(document: Any) -> None:
    findings = lint(document)
    assert places(findings, Severity.ERROR) == ERRORS
    assert places(findings, Severity.WARNING) == WARNINGS
    assert places(findings, Severity.INFO) == NOTES


def test_findings_are_sorted_by_pointer(document: Any) -> None:
    pointers = [each.pointer for each in lint(document)]
    assert pointers == sorted(pointers)


def test_the_document_is_left_as_it_is(document: Any) -> None:
    lint(document)
    assert document == json.loads(DOCUMENT.read_text("utf-8"))


def test_the_overlap_is_shown_with_an_image_that_has_its_bytes(document: Any) -> None:
    (finding,) = (x for x in lint(document) if x.severity is Severity.ERROR)
    assert '"b64_json"' in finding.message
    assert "no value can choose GetImageResponse" in finding.message


def forbid_bytes(document: Any) -> None:
    schema = document["components"]["schemas"]["GetImageMetadataResponse"]
    brief = {"$ref": f"#{SCHEMAS}/ImageMetadata"}
    schema["properties"]["image"] = {
        "allOf": [brief, {"not": {"required": ["b64_json"]}}]
    }


def move_the_rule(document: Any) -> None:
    schema = document["components"]["schemas"]["GenerateImageRequest"]
    schema["if"] = {"required": ["thinkingLevel"]}
    schema["then"] = {"properties": {"modelId": {"pattern": "gemini-3"}}}


def document_400(document: Any) -> None:
    get = document["paths"]["/api/v1/images/{id}"]["get"]
    get["responses"]["400"] = get["responses"]["404"]


def describe_order(document: Any) -> None:
    for path in ("/api/v1/images", "/api/v1/usage"):
        document["paths"][path]["get"]["description"] += " Newest first."


@pytest.mark.parametrize(
    ("correct", "rule"),
    [
        (forbid_bytes, "one-of-overlap"),
        (move_the_rule, "prose-condition"),
        (document_400, "status-400-missing"),
        (describe_order, "list-order-unsaid"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_correction_is_noticed(
    document: Any, correct: Callable[[Any], None], rule: str
) -> None:
    correct(document)
    assert rule not in {each.rule for each in lint(document)}
