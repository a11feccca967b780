"""The errata point at what is wrong with the document."""

from __future__ import annotations

import pytest

from contract_tests.contract.document import load
from contract_tests.contract.errata import ERRATA
from contract_tests.contract.pointers import resolve
from contract_tests.judgement.report import Erratum

CONTRACT = load()


def test_all_sixteen_are_there_in_order() -> None:
    assert [each.id for each in ERRATA] == [f"E{number}" for number in range(1, 17)]


@pytest.mark.parametrize("erratum", ERRATA, ids=lambda each: each.id)
def test_an_erratum_points_into_the_document(erratum: Erratum) -> None:
    resolve(CONTRACT.raw, erratum.pointer)
    assert erratum.problem.endswith(".")
    assert erratum.reading.endswith(".")


# What each says of the document, held against the document itself.


def statuses(operation: str) -> set[str]:
    return set(CONTRACT.operations[operation].statuses)


def schema(name: str) -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = resolve(
        CONTRACT.raw, f"/components/schemas/{name}"
    )
    return found


def test_e2_the_rule_of_thinking_levels_is_prose() -> None:
    request = schema("GenerateImageRequest")

    assert "Only supported" in str(
        request["properties"]["thinkingLevel"]["description"]
    )
    assert not {"if", "then", "allOf", "oneOf", "dependentSchemas"} & request.keys()


def test_e3_one_description_serves_401_and_429() -> None:
    place = "/paths/~1api~1v1~1images~1generate/post/responses"
    told = resolve(CONTRACT.raw, place)

    assert "rate-limited" in told["401"]["description"]
    assert told["401"]["description"] == told["429"]["description"]


def test_e4_no_400_for_a_malformed_id() -> None:
    assert "400" not in statuses("getImage")
    assert "404" in statuses("getImage")


def test_e5_no_status_for_a_lack_of_credits() -> None:
    assert not statuses("generateImage") & {"402", "403", "409"}


def test_e6_no_retry_after() -> None:
    place = "/paths/~1api~1v1~1images~1generate/post/responses/429"

    assert "headers" not in resolve(CONTRACT.raw, place)


@pytest.mark.parametrize("operation", ["listImages", "listUsage"])
def test_e7_no_order(operation: str) -> None:
    described = str(resolve(CONTRACT.raw, CONTRACT.operations[operation].pointer))

    assert not any(word in described.lower() for word in ("newest", "sorted", "order"))


def test_e9_credit_cost_may_be_missing_or_null() -> None:
    image = schema("ImageMetadata")

    assert "creditCost" not in image["required"]
    assert "null" in str(image["properties"]["creditCost"])


def test_e10_media_type_is_free_text() -> None:
    assert "enum" not in schema("ImageMetadata")["properties"]["mediaType"]


def test_e12_the_path_of_one_operation_matches_that_of_another() -> None:
    found = CONTRACT.operation_of("GET", "/api/v1/images/generate")

    assert found is not None
    assert found.id == "getImage"


def test_e13_no_403() -> None:
    assert "403" not in statuses("getImage")


def test_e14_style_has_no_greatest_length() -> None:
    assert "maxLength" not in schema("GenerateImageRequest")["properties"]["style"]


def test_e15_no_idempotency_key() -> None:
    described = resolve(CONTRACT.raw, CONTRACT.operations["generateImage"].pointer)

    assert "idempotency" not in str(described).lower()


def test_e16_500_is_documented_for_the_paid_post_alone() -> None:
    assert [each for each in CONTRACT.operations if "500" in statuses(each)] == [
        "generateImage"
    ]
