"""Operations: their ids, the order of their lists, and what they charge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, error, info, warning
from contract_tests.lint.gathering import gathered
from contract_tests.lint.lenient import mapping, text
from contract_tests.lint.operations import Operation
from contract_tests.lint.survey import Survey

_PAGING = re.compile(
    r"(page(_?(number|size|token))?|per_page|limit|offset|cursor|skip|take|marker"
    r"|(starting_)?(after|before))$",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(order(ed|s|ing)?|sort(ed|s|ing|_by)?|newest|oldest|latest|(most )?recent"
    r"|ascending|descending|chronological|alphabetical|asc|desc)\b",
    re.IGNORECASE,
)
_CHARGES = re.compile(
    r"\b(charges?|charged|deducts?|bills?|billed|consumes?|costs?|spends?)\b[^.]{0,40}"
    r"\b(credits?|tokens?|money|account|balance|fees?|usage|you|caller|user)\b"
    r"|\b(credits|fees?) (are|is|will be) (charged|deducted|billed|consumed|spent)\b",
    re.IGNORECASE,
)
_LACK = re.compile(
    r"insufficient|not enough|(lack|out) of (credit|fund|balance)"
    r"|(credits?|balance|funds?) (is|are) (exhausted|too low)",
    re.IGNORECASE,
)


def _missing_ids(survey: Survey) -> Iterator[Remark]:
    remarks = (
        info(
            each.pointer, "it has no `operationId`", "give it one that will not change"
        )
        for each in survey.operations
        if not text(each.value.get("operationId"))
    )
    return gathered(remarks, places=len(survey.operations), pointer=join("paths"))


def _duplicate_ids(survey: Survey) -> Iterator[Remark]:
    seen: dict[str, Operation] = {}
    for operation in survey.operations:
        name = text(operation.value.get("operationId"))
        first = seen.setdefault(name, operation)
        if name and first is not operation:
            yield error(
                operation.pointer + join("operationId"),
                f"{name!r} is also the id of {first.method} {first.path}",
                "give each operation an id of its own",
            )


def _orders(survey: Survey) -> Iterator[Remark]:
    lists = [
        each
        for each in survey.operations
        if each.method == "GET" and _is_paged(each) and _has_array(survey, each)
    ]
    remarks = (
        warning(
            each.pointer,
            "it is read page by page, and in which order is not said",
            "say it in the description, with what breaks ties",
        )
        for each in lists
        if not _ORDER.search(_all_words(survey, each))
    )
    return gathered(remarks, places=len(lists), pointer=join("paths"))


def _is_paged(operation: Operation) -> bool:
    return any(
        value.get("in") == "query" and _PAGING.match(text(value.get("name")))
        for _, value in operation.parameters
    )


def _has_array(survey: Survey, operation: Operation) -> bool:
    for _, pointer, _media in operation.replies():
        found = survey.schema(pointer + join("schema"))
        if found is None:
            continue
        outlines = survey.feasibility.outlines((found[1],))
        for outline in outlines:
            if outline.types == {"array"}:
                return True
            for schemas in outline.properties.values():
                inner = survey.feasibility.outlines(schemas)
                if all(x.types - {"null"} == {"array"} for x in inner):
                    return True
    return False


def _all_words(survey: Survey, operation: Operation) -> str:
    words = [operation.words]
    for _, value in operation.parameters:
        words += [text(value.get("name")), text(value.get("description"))]
    for response in operation.responses.values():
        words.append(text(mapping(response[1]).get("description")))
    for _, pointer, _media in operation.replies():
        found = survey.schema(pointer + join("schema"))
        schema = mapping(found[1]) if found else {}
        words.append(text(schema.get("description")))
        words += [
            text(mapping(each).get("description"))
            for each in mapping(schema.get("properties")).values()
        ]
    return " ".join(words)


def paid(survey: Survey) -> list[Operation]:
    """Return the operations that say they charge, and change something."""
    return [
        each
        for each in survey.operations
        if each.method not in ("GET", "HEAD", "OPTIONS") and _CHARGES.search(each.words)
    ]


def _without_402(survey: Survey) -> Iterator[Remark]:
    for operation in paid(survey):
        told = [operation.words] + [
            text(mapping(value).get("description"))
            for status, (_, value) in operation.responses.items()
            if status.startswith("4")
        ]
        if "402" not in operation.responses and not _LACK.search(" ".join(told)):
            yield warning(
                operation.pointer + join("responses"),
                "it charges, and no status says what happens if the caller cannot pay",
                "document 402, or say which status and code it is",
            )


def _without_key(survey: Survey) -> Iterator[Remark]:
    for operation in paid(survey):
        if operation.method != "POST" or re.search("idempoten", operation.words, re.I):
            continue
        if not any(_is_key(value) for _, value in operation.parameters):
            yield warning(
                operation.pointer,
                "it charges, and has no idempotency key: who repeats it after a timeout"
                " may pay twice",
                "accept an `Idempotency-Key` header, or say what a repetition does",
            )


def _is_key(parameter: Mapping[str, Any]) -> bool:
    name = text(parameter.get("name")).lower()
    return "idempoten" in name or name in ("x-request-id", "request-id")


def _failure_unsaid(survey: Survey) -> Iterator[Remark]:
    for operation in paid(survey):
        for status, (_, value) in operation.responses.items():
            told = operation.words + text(mapping(value).get("description"))
            if status.startswith("5") and not re.search(
                r"refund|not (be )?charged|no charge|free of charge|still charged",
                told,
                re.I,
            ):
                yield warning(
                    operation.pointer + join("responses", status),
                    f"it charges, and whether it does so when it answers {status} is not said",
                    "say whether a request that fails is charged or refunded",
                )


RULES = (
    Rule(
        "operation-id-missing",
        "Every operation has an id.",
        "Generated clients and reports have no name for it.",
        _missing_ids,
    ),
    Rule(
        "operation-id-duplicate",
        "No two operations share an id.",
        "Generated clients lose one of them.",
        _duplicate_ids,
    ),
    Rule(
        "list-order-unsaid",
        "A list that is read page by page has a stated order.",
        "Without an order a page has no meaning: entries are met twice or never.",
        _orders,
    ),
    Rule(
        "paid-without-402",
        "An operation that charges says what happens if the caller cannot pay.",
        "It is the one refusal that every paying client must tell from a mistake.",
        _without_402,
    ),
    Rule(
        "paid-without-idempotency-key",
        "An operation that charges can be repeated safely.",
        "After a timeout nobody knows whether it was charged.",
        _without_key,
    ),
    Rule(
        "paid-failure-unsaid",
        "An operation that charges says whether a failure costs.",
        "Clients and audits must know what the balance should be.",
        _failure_unsaid,
    ),
)
