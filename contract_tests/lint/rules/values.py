"""Values in the document: defaults, examples and enumerations, against their schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema.exceptions import ValidationError

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, error, info, warning
from contract_tests.lint.lenient import mapping, sequence, shown, strings, types
from contract_tests.lint.operations import contents
from contract_tests.lint.properties import properties
from contract_tests.lint.reasoning.feasibility import type_of
from contract_tests.lint.reasoning.outline import Outline, same
from contract_tests.lint.schema_walk import Located
from contract_tests.lint.survey import Survey


def _defaults(survey: Survey) -> Iterator[Remark]:
    for pointer, site in survey.schemas.items():
        if "default" not in site.schema:
            continue
        value = survey.as_written(pointer).get("default")
        yield from _refused(
            survey, pointer + join("default"), value, pointer, "default"
        )


def _refused(
    survey: Survey, place: str, value: object, schema: str, what: str
) -> Iterator[Remark]:
    errors = survey.validity.errors(value, schema)
    telling = [each for each in errors or () if not _is_one_way(each)]
    if not telling:
        return
    first = telling[0]
    where = "".join(f".{each}" for each in first.absolute_path)
    message = (
        f"the {what}{where} {shown(first.instance, most=80)} is refused by its schema:"
        f" {_reason(first)}"
    )
    # Whether a format counts is up to the validator; a default of null is how many
    # say that there is none.
    is_format = all(each.validator == "format" for each in telling)
    is_none = what == "default" and value is None
    remark = warning if is_format or is_none else error
    yield remark(place, message, f"correct the {what} or the schema")


def _is_one_way(broken: ValidationError) -> bool:
    """Tell whether a property is missing that only the other direction has."""
    if broken.validator != "required":
        return False
    declared = mapping(mapping(broken.schema).get("properties"))
    missing = [
        x for x in strings(broken.validator_value) if x not in mapping(broken.instance)
    ]
    return all(
        mapping(declared.get(each)).get("readOnly") is True
        or mapping(declared.get(each)).get("writeOnly") is True
        for each in missing
    )


def _reason(broken: ValidationError) -> str:
    keyword, limit = str(broken.validator), broken.validator_value
    if keyword == "required":
        missing = [x for x in strings(limit) if x not in mapping(broken.instance)]
        return f"`required` names {', '.join(missing)}"
    if keyword in ("oneOf", "anyOf"):
        matching = "more than one" if "more than one" in broken.message else "none"
        if "is valid under each of" in broken.message:
            matching = "more than one"
        return f"{matching} of `{keyword}` fits"
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        known = mapping(mapping(broken.schema).get("properties"))
        extra = [str(x) for x in mapping(broken.instance) if x not in known]
        return f"`{keyword}` forbids {', '.join(extra[:4])}"
    return f"`{keyword}` is {shown(limit, most=120)}"


def _examples(survey: Survey) -> Iterator[Remark]:
    for pointer in survey.schemas:
        yield from _of_schema(survey, pointer)
    seen: set[str] = set()
    for operation in survey.operations:
        messages: list[Located] = list(operation.parameters)
        for each in (operation.body, *operation.responses.values()):
            if each is not None:
                media = contents(each)
                messages += [(p, x) for name, p, x in media if "json" in name.lower()]
        for pointer, value in messages:
            if pointer not in seen:
                seen.add(pointer)
                yield from _of_message(survey, pointer, mapping(value))


def _of_schema(survey: Survey, pointer: str) -> Iterator[Remark]:
    schema = survey.as_written(pointer)
    if "$ref" in schema:
        return
    # As a list only: in 3.0 a map of examples in a schema means nothing.
    listed = sequence(schema.get("examples"))
    for index, value in enumerate(listed):
        place = pointer + join("examples", index)
        yield from _refused(survey, place, value, pointer, "example")
    if "example" in schema:
        place = pointer + join("example")
        yield from _refused(survey, place, schema["example"], pointer, "example")


def _of_message(
    survey: Survey, pointer: str, message: Mapping[str, Any]
) -> Iterator[Remark]:
    if "schema" not in message:
        return
    schema = pointer + join("schema")
    for place, value in _message_examples(survey, pointer, message):
        if not _is_serialised(survey, schema, value):
            yield from _refused(survey, place, value, schema, "example")


def _message_examples(
    survey: Survey, pointer: str, message: Mapping[str, Any]
) -> Iterator[Located]:
    if "example" in message:
        yield pointer + join("example"), message["example"]
    for name, each in mapping(message.get("examples")).items():
        found = survey.follow(pointer + join("examples", name), each)
        if found is not None and "value" in mapping(found[1]):
            yield found[0] + join("value"), found[1]["value"]


def _is_serialised(survey: Survey, schema: str, value: object) -> bool:
    """Tell whether an example is the text that stands for an array or object."""
    found = survey.schema(schema)
    kinds = types(mapping(found[1])) if found else frozenset()
    return isinstance(value, str) and bool(kinds) and not kinds & {"string"}


def _on_required(survey: Survey) -> Iterator[Remark]:
    for site in survey.schemas.values():
        if site.in_request and not site.in_reply:
            for each in properties(survey, site):
                if (
                    each.is_required
                    and "default" in each.schema
                    and "const" not in each.schema
                ):
                    yield info(
                        each.pointer,
                        f"{each.name!r} is required, so its default is never used",
                        "take one of the two away",
                    )
    seen: set[str] = set()
    for operation in survey.operations:
        for pointer, value in operation.parameters:
            found = survey.schema(pointer + join("schema"))
            is_required = mapping(value).get("required") is True
            has_default = found is not None and "default" in mapping(found[1])
            if is_required and has_default and pointer not in seen:
                seen.add(pointer)
                yield info(
                    pointer,
                    "the parameter is required, so its default is never used",
                    "take one of the two away",
                )


def _duplicates(survey: Survey) -> Iterator[Remark]:
    for pointer, site in survey.schemas.items():
        values = sequence(site.schema.get("enum"))
        twice = [x for i, x in enumerate(values) if any(same(x, y) for y in values[:i])]
        if twice:
            yield warning(
                pointer + join("enum"),
                f"the value {shown(twice[0], most=80)} stands twice",
                "take one away; is another one misspelt?",
            )


def _wrong_types(survey: Survey) -> Iterator[Remark]:
    for pointer, site in survey.schemas.items():
        allowed = Outline().take({"type": site.schema.get("type")}).types
        values = sequence(site.schema.get("enum"))
        wrong = [each for each in values if type_of(each) not in allowed]
        if wrong and len(wrong) < len(values):
            yield error(
                pointer + join("enum"),
                f"{shown(wrong[0], most=80)} can never be valid: the type is"
                f" {shown(site.schema.get('type'))}",
                "correct the value, or the type",
            )


RULES = (
    Rule(
        "default-refused",
        "A default is valid by its own schema.",
        "Who sends the default explicitly is refused.",
        _defaults,
    ),
    Rule(
        "default-on-required",
        "What is required has no default.",
        "Who trusts the default leaves the value out, and is refused.",
        _on_required,
    ),
    Rule(
        "example-refused",
        "An example is valid by its schema.",
        "It is the first thing that a reader copies and a mock sends.",
        _examples,
    ),
    Rule(
        "enum-duplicate",
        "No value of an enumeration stands twice.",
        "One of the two is mostly a misspelt other.",
        _duplicates,
    ),
    Rule(
        "enum-wrong-type",
        "Every value of an enumeration is of the schema's type.",
        "It looks allowed, and is always refused.",
        _wrong_types,
    ),
)
