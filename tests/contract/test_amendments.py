"""The amendments: what they change, and what goes wrong without them."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest

from contract_tests.contract import overlay
from contract_tests.contract.document import Contract, load, parse
from contract_tests.contract.errata import ERRATA
from contract_tests.errors import DocumentError

CONTRACT = load()
OVERLAY: dict[str, Any] = json.loads(
    resources.files("contract_tests.contract").joinpath("amendments.json").read_text()
)
GET_200 = (
    "/paths/~1api~1v1~1images~1{id}/get/responses/200/content/application~1json/schema"
)
REQUEST = "/components/schemas/GenerateImageRequest"
METADATA: dict[str, Any] = {
    "id": "0d6a7a7c-7f6e-4d4d-9f36-3f1f5a1f0001",
    "prompt": "a plain grey square",
    "style": None,
    "modelId": "openai:gpt-image-2",
    "providerId": "openai",
    "aspectRatio": "1:1",
    "thinkingLevel": None,
    "mediaType": "image/png",
    "createdAt": "2026-01-02T03:04:05Z",
}
WHOLE = {"image": METADATA | {"b64_json": "iVBORw0KGgo="}}


def without(*errata: str) -> Contract:
    """Return the contract without the amendments for some errata."""
    kept = [each for each in OVERLAY["actions"] if each["x-erratum"] not in errata]
    document = overlay.apply(CONTRACT.raw, OVERLAY | {"actions": kept})
    return replace(CONTRACT, document=document)


def chosen(contract: Contract, **query: str) -> str:
    pointer = contract.reply_schema(contract.operations["getImage"], 200, query)
    assert pointer is not None
    return pointer


def test_without_e1_a_right_reply_counts_as_wrong() -> None:
    """The false alarm of every tool that takes the document at its word."""
    naive = without("E1")

    found = naive.violations(chosen(naive), WHOLE)

    assert [each.keyword for each in found] == ["oneOf"]
    assert CONTRACT.violations(chosen(CONTRACT), WHOLE) == []


def test_without_e1_a_wrong_reply_counts_as_right() -> None:
    wrong = {"image": METADATA | {"b64_json": 5}}
    naive = without("E1")

    assert naive.violations(chosen(naive), wrong) == []
    assert CONTRACT.violations(chosen(CONTRACT), wrong) != []


def test_e1_the_request_chooses_the_schema() -> None:
    whole, metadata = chosen(CONTRACT), chosen(CONTRACT, format="metadata")

    assert whole.endswith("/GetImageResponse")
    assert metadata.endswith("/GetImageMetadataResponse")
    assert chosen(CONTRACT, format="full") == whole
    assert CONTRACT.violations(whole, {"image": METADATA}) != []
    assert CONTRACT.violations(metadata, {"image": METADATA}) == []


def test_e2_a_thinking_level_needs_a_model_that_has_one() -> None:
    body = {"prompt": "a", "thinkingLevel": "deep"}
    fit = body | {"modelId": "google:gemini-3-pro-image-preview"}
    unfit = body | {"modelId": "openai:gpt-image-2"}

    assert CONTRACT.violations(REQUEST, fit) == []
    assert CONTRACT.violations(REQUEST, unfit) != []
    assert without("E2").violations(REQUEST, unfit) == []


def test_each_amendment_is_for_an_erratum_and_says_why() -> None:
    known = {each.id for each in ERRATA}
    for action in OVERLAY["actions"]:
        assert action["x-erratum"] in known
        assert action["description"]


def test_each_amendment_changes_the_document() -> None:
    for erratum in {each["x-erratum"] for each in OVERLAY["actions"]}:
        assert without(erratum).document != CONTRACT.document


def test_the_document_that_was_read_stays_as_it_is() -> None:
    raw = copy.deepcopy(dict(CONTRACT.raw))
    overlay.apply(raw, OVERLAY)

    assert raw == CONTRACT.raw == json.loads(CONTRACT.text)


def test_a_document_without_the_error_is_left_alone() -> None:
    raw = copy.deepcopy(dict(CONTRACT.raw))
    content = raw["paths"]["/api/v1/images/{id}"]["get"]["responses"]["200"]["content"]
    mended = {"$ref": "#/components/schemas/GetImageResponse"}
    content["application/json"]["schema"] = mended

    contract = parse(json.dumps(raw), path="mended.json")

    assert chosen(contract) == GET_200
    assert chosen(contract, format="metadata") == GET_200


@pytest.mark.parametrize("target", ["", "$", "$.a[0]", "$..a", "$.a[?(@.b)]", "$.a b"])
def test_a_target_that_is_no_path_of_names_is_refused(target: str) -> None:
    with pytest.raises(DocumentError, match="no path of names"):
        overlay.apply({"a": 1}, {"actions": [{"target": target, "update": {}}]})


@pytest.mark.parametrize(
    ("action", "result"),
    [
        ({"target": "$.a", "update": {"b": 2}}, {"a": {"b": 2, "c": [1]}}),
        ({"target": "$.a.c", "update": [2]}, {"a": {"b": 1, "c": [2]}}),
        ({"target": "$['a']['b']", "remove": True}, {"a": {"c": [1]}}),
        ({"target": "$.none.b", "remove": True}, {"a": {"b": 1, "c": [1]}}),
        (
            {"target": "$.a.b", "x-when": 5, "remove": True},
            {"a": {"b": 1, "c": [1]}},
        ),
        ({"target": "$.a.b", "x-when": 1, "remove": True}, {"a": {"c": [1]}}),
    ],
)
def test_what_an_action_does(action: dict[str, Any], result: dict[str, Any]) -> None:
    document = {"a": {"b": 1, "c": [1]}}

    assert overlay.apply(document, {"actions": [action]}) == result
