"""What responses say of themselves: headers that they need, and descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, error, info, warning
from contract_tests.lint.gathering import gathered
from contract_tests.lint.lenient import mapping, text
from contract_tests.lint.operations import Operation
from contract_tests.lint.schema_walk import Located
from contract_tests.lint.survey import Survey

_PHRASES = {
    "400": r"bad request|malformed|invalid (request|parameter|input|body|query)",
    "401": r"unauthori[sz]ed|unauthenticated|authenticat|not logged in|credential"
    r"|(missing|invalid|revoked|expired)[\w ,-]*\b(api[ -]?key|token)",
    "402": r"payment required|insufficient (credit|fund|balance)",
    "403": r"forbidden|permission|not allowed|access denied|not authori[sz]ed",
    "404": r"not found|no such|does not exist|doesn't exist|unknown",
    "409": r"conflict|already exists",
    "429": r"rate[ -]?limit|too many requests|throttl",
    "500": r"internal (server )?error|server error|unexpected error",
}
"""Words of which each belongs to one status (RFC 9110, section 15; RFC 6585)."""

_GENERIC = frozenset(
    [
        "a",
        "an",
        "the",
        "api",
        "bad",
        "client",
        "default",
        "error",
        "errors",
        "failed",
        "failure",
        "generic",
        "request",
        "response",
        "server",
        "unexpected",
    ]
)
"""Words that say of an error no more than that it is one."""


def _header(survey: Survey, status: str, name: str, remark: Remark) -> Iterator[Remark]:
    places: dict[str, bool] = {}
    for operation in survey.operations:
        if status in operation.responses:
            pointer, value = operation.responses[status]
            headers = mapping(mapping(value).get("headers"))
            places[pointer] = name.lower() in {str(each).lower() for each in headers}
    remarks = (
        Remark(remark.severity, pointer, remark.message, remark.advice)
        for pointer, is_there in places.items()
        if not is_there
    )
    return gathered(remarks, places=len(places), pointer=join("paths"))


def _retry_after(survey: Survey) -> Iterator[Remark]:
    message = "429 is documented without the header `Retry-After`"
    advice = "document it, and its unit (RFC 9110, section 10.2.3)"
    return _header(survey, "429", "Retry-After", warning("", message, advice))


def _challenge(survey: Survey) -> Iterator[Remark]:
    message = "401 is documented without the header `WWW-Authenticate`"
    advice = "document it: a 401 must carry one (RFC 9110, section 15.5.2)"
    return _header(survey, "401", "WWW-Authenticate", info("", message, advice))


def _shared(survey: Survey) -> Iterator[Remark]:
    for operation in survey.operations:
        for statuses, told in _shared_texts(operation):
            pointer = operation.responses[statuses[-1]][0] + join("description")
            listed = " and ".join(statuses)
            if set(re.findall(r"\w+", told.lower())) <= _GENERIC:
                yield info(
                    pointer,
                    f"{listed} are both described as {told!r}, which says nothing",
                    "say for each when it is sent",
                )
            else:
                yield warning(
                    pointer,
                    f"{listed} share the description {told!r}, so neither says when it is sent",
                    "describe each by its own causes",
                )


def _shared_texts(operation: Operation) -> Iterator[tuple[list[str], str]]:
    by_text: dict[str, list[str]] = {}
    for status, response in operation.responses.items():
        told = _told(response)
        if told and status[0] in "45":
            by_text.setdefault(told, []).append(status)
    for told, statuses in by_text.items():
        targets = {operation.responses[each][0] for each in statuses}
        if len(targets) > 1:
            yield statuses, told


def _told(response: Located) -> str:
    return text(mapping(response[1]).get("description")).strip()


def _other(survey: Survey) -> Iterator[Remark]:
    seen: set[str] = set()
    for operation in survey.operations:
        for status, response in operation.responses.items():
            pointer = response[0] + join("description")
            told = _told(response)
            if status not in _PHRASES or pointer in seen or len(told) > 120:
                continue
            seen.add(pointer)
            meant = [
                each
                for each, phrase in _PHRASES.items()
                if re.search(phrase, told, re.IGNORECASE)
            ]
            if meant and status not in meant and not _are_kin(status, meant):
                yield warning(
                    pointer,
                    f"{status} is described as {told!r}, which is what {meant[0]} means",
                    "correct the status or its description",
                )


def _are_kin(status: str, meant: list[str]) -> bool:
    """Tell whether one of the statuses may well be meant by the other.

    401 and 403 are confused by custom, and 400 may tell of any fault of a request.
    """
    kin = ({"401", "403"}, {"403", "429"}, {"402", "403"})
    return status == "400" or any({status, each} in kin for each in meant)


def _none(survey: Survey) -> Iterator[Remark]:
    for operation in survey.operations:
        if not operation.responses:
            yield error(
                operation.pointer,
                "no response is documented",
                "document at least the one of success",
            )
        elif not any(each[0] in "123dD" for each in operation.responses):
            yield warning(
                operation.pointer + join("responses"),
                "no response of success is documented",
                "document what a request that is right gets",
            )


RULES = (
    Rule(
        "retry-after-missing",
        "429 is documented with Retry-After.",
        "A client that is not told when to come back comes back at once.",
        _retry_after,
    ),
    Rule(
        "www-authenticate-missing",
        "401 is documented with WWW-Authenticate.",
        "HTTP requires the header; a document that leaves it out lets it be forgotten.",
        _challenge,
    ),
    Rule(
        "status-description-shared",
        "Each error status of an operation has its own description.",
        "A client that cannot tell a bad key from throttling retries the wrong one.",
        _shared,
    ),
    Rule(
        "status-description-other",
        "A status is described as what it means.",
        "Either the number or the text is wrong, and nobody can tell which.",
        _other,
    ),
    Rule(
        "responses-missing",
        "Every operation documents what it answers.",
        "Nothing that it sends can be held against the document.",
        _none,
    ),
)
