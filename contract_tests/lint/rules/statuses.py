"""Statuses that operations need and do not document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, info, warning
from contract_tests.lint.gathering import gathered
from contract_tests.lint.lenient import mapping
from contract_tests.lint.operations import Operation
from contract_tests.lint.survey import Survey

_PATHS = join("paths")
_RESPONSES = join("responses")


def _missing(
    survey: Survey,
    applies: Callable[[Operation], bool],
    remark: Callable[[Operation], Remark | None],
) -> Iterator[Remark]:
    operations = [each for each in survey.operations if applies(each)]
    found = [made for each in operations if (made := remark(each)) is not None]
    return gathered(found, places=len(operations), pointer=_PATHS)


def _unauthorized(survey: Survey) -> Iterator[Remark]:
    def remark(operation: Operation) -> Remark | None:
        if operation.documents(401):
            return None
        return warning(
            operation.pointer + _RESPONSES,
            "credentials are needed, and no 401 says what happens without them",
            "document 401 with the schema of its error",
        )

    return _missing(survey, lambda each: each.is_secured, remark)


def _bad_request(survey: Survey) -> Iterator[Remark]:
    def applies(operation: Operation) -> bool:
        return bool(operation.body) or any(
            _can_be_wrong(survey, pointer, value)
            for pointer, value in operation.parameters
        )

    def remark(operation: Operation) -> Remark | None:
        if operation.documents(400) or operation.documents(422):
            return None
        names = [
            str(value.get("name"))
            for pointer, value in operation.parameters
            if _can_be_wrong(survey, pointer, value)
        ]
        what = f"its parameters {', '.join(names)}" if names else "its body"
        return warning(
            operation.pointer + _RESPONSES,
            f"{what} can be invalid, and no 400 or 422 says what happens then",
            "document 400 with the schema of its error",
        )

    return _missing(survey, applies, remark)


def _can_be_wrong(survey: Survey, pointer: str, value: object) -> bool:
    """Tell whether some text is no value of a parameter."""
    found = survey.schema(pointer + join("schema"))
    schema = mapping(found[1]) if found else {}
    bounds = ("enum", "const", "pattern", "format", "minLength", "maxLength")
    return schema.get("type", "string") != "string" or any(x in schema for x in bounds)


def _not_found(survey: Survey) -> Iterator[Remark]:
    def remark(operation: Operation) -> Remark | None:
        if operation.documents(404) or operation.documents(410):
            return None
        return warning(
            operation.pointer + _RESPONSES,
            "its path names a thing, and no 404 says what happens if there is none",
            "document 404 with the schema of its error",
        )

    return _missing(survey, lambda each: "{" in each.path, remark)


def _not_found_of_nothing(survey: Survey) -> Iterator[Remark]:
    for operation in survey.operations:
        names_nothing = operation.body is None and not operation.parameters
        if "404" in operation.responses and names_nothing:
            yield info(
                operation.pointer + join("responses", "404"),
                "404 is documented, but the request names nothing that could be missing",
                "say in its description when it is sent, or take it away",
            )


def _forbidden(survey: Survey) -> Iterator[Remark]:
    def applies(operation: Operation) -> bool:
        return operation.is_secured and "{" in operation.path

    def remark(operation: Operation) -> Remark | None:
        responses = operation.responses
        if "404" not in responses or "403" in responses or "4XX" in responses:
            return None
        told = str(mapping(responses["404"][1]).get("description", "")).lower()
        if any(
            word in told for word in ("access", "belong", "owned", "permi", "other")
        ):
            return None
        return info(
            operation.pointer + join("responses", "404"),
            "whether another caller's resource is 404 or 403 is not said",
            "say it in the description of 404, or document 403",
        )

    return _missing(survey, applies, remark)


def _body_refusals(survey: Survey) -> Iterator[Remark]:
    with_body = [each for each in survey.operations if each.body is not None]
    for status, reason in ((413, "too large"), (415, "of another media type")):
        lacking = [each for each in with_body if str(status) not in each.responses]
        remarks = (
            info(
                each.pointer + _RESPONSES,
                f"what answers a body that is {reason} is not said",
                f"document {status}, or say in 400 that it covers this",
            )
            for each in lacking
        )
        if len(lacking) == len(with_body) > 0:
            first = next(remarks)
            yield info(_PATHS, f"{first.message} anywhere", first.advice)
        else:
            yield from gathered(remarks, places=len(with_body), pointer=_PATHS)


def _lone_server_errors(survey: Survey) -> Iterator[Remark]:
    operations = survey.operations
    for status in sorted(
        set(chain.from_iterable(each.responses for each in operations))
    ):
        owners = [each for each in operations if status in each.responses]
        if status.startswith("5") and len(owners) == 1 < len(operations):
            yield info(
                owners[0].pointer + join("responses", status),
                f"{status} is documented here alone, as if nothing else could fail so",
                "document it everywhere, or say what is special about it here",
            )


RULES = (
    Rule(
        "status-401-missing",
        "An operation that needs credentials documents 401.",
        "A client cannot tell a refused key from a broken server.",
        _unauthorized,
    ),
    Rule(
        "status-400-missing",
        "An operation whose input can be invalid documents 400 or 422.",
        "Every implementation invents its own answer, and tests cannot judge it.",
        _bad_request,
    ),
    Rule(
        "status-404-missing",
        "An operation on a path with a parameter documents 404.",
        "It is the answer that every client meets first.",
        _not_found,
    ),
    Rule(
        "status-404-of-nothing",
        "404 is documented where something can be missing.",
        "A client cannot tell it from a wrong URL.",
        _not_found_of_nothing,
    ),
    Rule(
        "status-403-unsaid",
        "It is said what answers a request for another caller's resource.",
        "404 hides that it exists, 403 tells it; clients and audits must know which.",
        _forbidden,
    ),
    Rule(
        "status-413-415-unsaid",
        "It is said what answers a body too large or of another media type.",
        "Servers and proxies answer so, documented or not.",
        _body_refusals,
    ),
    Rule(
        "status-5xx-lone",
        "A server error is documented for all operations or for a reason.",
        "Its being there alone seems to say something, and nobody knows what.",
        _lone_server_errors,
    ),
)
