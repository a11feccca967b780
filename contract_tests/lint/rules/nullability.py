"""Null, absence, and what a value becomes that was left out."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, info, warning
from contract_tests.lint.gathering import gathered
from contract_tests.lint.lenient import sequence
from contract_tests.lint.operations import Operation
from contract_tests.lint.properties import Property, properties
from contract_tests.lint.survey import Survey

_MANY = 5
"""Among so many required properties a single optional one looks like an oversight."""
_DEEPEST = 3
"""How far below the root of a reply its request's properties are looked for."""


def _optional(survey: Survey) -> Iterator[Remark]:
    remarks: list[Remark] = []
    candidates = 0
    for site in survey.schemas.values():
        if not site.in_reply:
            continue
        known = list(properties(survey, site))
        loose = [each for each in known if not each.is_required and each.admits_null]
        candidates += bool(loose)
        vague = [each for each in loose if not each.description]
        optional = [each for each in known if not each.is_required]
        if loose == optional and len(loose) == 1 and len(known) >= _MANY:
            if vague:
                yield warning(
                    vague[0].pointer,
                    f"{vague[0].name!r} may be absent or null, while all others are"
                    " required: what the difference is, is not said",
                    "require it, or say when it is absent and when null",
                )
        elif vague:
            names = ", ".join(each.name for each in vague[:6])
            remarks.append(
                info(
                    site.pointer + join("properties"),
                    f"{names}: absent or null, and what the difference is, is not said",
                    "require them, or say what each means",
                )
            )
    yield from gathered(
        remarks, places=candidates, pointer=join("components", "schemas")
    )


def _in_replies_only(survey: Survey) -> Iterator[Remark]:
    seen: set[str] = set()
    for operation in survey.operations:
        if operation.method != "POST":
            continue  # in a change, what is left out stays as it was
        sent = list(_request_properties(survey, operation))
        answered = _reply_properties(survey, operation)
        for each in sent:
            reply = answered.get(each.name)
            if (
                reply is None
                or each.pointer in seen
                or each.is_required
                or each.admits_null
                or "default" in each.schema
                or not reply.admits_null
            ):
                continue
            seen.add(each.pointer)
            yield warning(
                each.pointer,
                f"{each.name!r} may be left out but not be null, while the reply may have"
                " null: what it holds for a request without one is not said",
                "say what leaving it out means, or allow null in requests",
            )


def _request_properties(survey: Survey, operation: Operation) -> Iterator[Property]:
    for _, pointer, _media in operation.media():
        found = survey.schema(pointer + join("schema"))
        if found and found[0] in survey.schemas:
            yield from properties(survey, survey.schemas[found[0]])


def _reply_properties(survey: Survey, operation: Operation) -> dict[str, Property]:
    """Return the properties of the replies of success by name, the outermost first."""
    found: dict[str, Property] = {}
    level = [pointer + join("schema") for _, pointer, _media in operation.replies()]
    seen: set[str] = set()
    for _ in range(_DEEPEST):
        below: list[str] = []
        for start in level:
            for pointer in _parts(survey, start, seen):
                for each in properties(survey, survey.schemas[pointer]):
                    found.setdefault(each.name, each)
                    below.append(each.pointer)
        level = below
    return found


def _parts(survey: Survey, pointer: str, seen: set[str]) -> Iterator[str]:
    """Yield a schema and those that it is put together from."""
    target = survey.schema(pointer)
    if target is None or target[0] in seen or target[0] not in survey.schemas:
        return
    seen.add(target[0])
    yield target[0]
    schema = survey.schemas[target[0]].schema
    for keyword in ("allOf", "oneOf", "anyOf"):
        for index in range(len(sequence(schema.get(keyword)))):
            yield from _parts(survey, target[0] + join(keyword, index), seen)


RULES = (
    Rule(
        "optional-and-null",
        "A field of a reply that may be absent or null says what each means.",
        "A client treats them alike, until they are not.",
        _optional,
    ),
    Rule(
        "null-in-replies-only",
        "A field that a request may leave out says what the reply then holds.",
        "What was read cannot be sent back, and the empty value is anyone's guess.",
        _in_replies_only,
    ),
)
