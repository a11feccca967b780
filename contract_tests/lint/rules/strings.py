"""Strings: lengths, blanks, encodings and formats."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, info, warning
from contract_tests.lint.gathering import gathered
from contract_tests.lint.lenient import text
from contract_tests.lint.properties import Property, properties
from contract_tests.lint.survey import Survey

_FORMATS = frozenset(
    [
        "date",
        "date-time",
        "duration",
        "email",
        "hostname",
        "idn-email",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "iri",
        "iri-reference",
        "json-pointer",
        "regex",
        "relative-json-pointer",
        "time",
        "uri",
        "uri-reference",
        "uri-template",
        "uuid",
        "base64url",
        "binary",
        "byte",
        "char",
        "commonmark",
        "date-time-local",
        "decimal",
        "decimal128",
        "double",
        "double-int",
        "float",
        "html",
        "http-date",
        "int16",
        "int32",
        "int64",
        "int8",
        "media-range",
        "password",
        "sf-binary",
        "sf-boolean",
        "sf-decimal",
        "sf-integer",
        "sf-string",
        "sf-token",
        "time-local",
        "uint16",
        "uint32",
        "uint64",
        "uint8",
        "unixtime",
    ]
)
"""JSON Schema 2020-12, section 7.3, and the format registry of OpenAPI."""
_NEAREST = {
    "datetime": "date-time",
    "timestamp": "date-time",
    "guid": "uuid",
    "uuid4": "uuid",
    "url": "uri",
    "ip": "ipv4",
    "long": "int64",
    "integer": "int32",
}


def _named(names: list[str], most: int = 6) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def _unbounded(survey: Survey) -> Iterator[Remark]:
    remarks: list[Remark] = []
    objects = 0
    for site in survey.schemas.values():
        if not site.in_request or "properties" not in site.schema:
            continue
        objects += 1
        texts = [x for x in properties(survey, site) if "string" in x.types]
        names = [
            x.name for x in texts if x.is_free_text and "maxLength" not in x.schema
        ]
        pointer = site.pointer + join("properties")
        if not names:
            continue
        if len(names) * 3 <= len(texts) and any("maxLength" in x.schema for x in texts):
            yield warning(
                pointer,
                f"{_named(names)} may be of any length, unlike the other texts here",
                "add `maxLength`",
            )
        else:
            message = f"{_named(names)} may be of any length"
            remarks.append(info(pointer, message, "add `maxLength`"))
    yield from gathered(remarks, places=objects, pointer=join("components", "schemas"))


def _blank(survey: Survey) -> Iterator[Remark]:
    remarks: list[Remark] = []
    objects = 0
    for site in survey.schemas.values():
        if not site.in_request:
            continue
        needed = [
            each
            for each in properties(survey, site)
            if each.is_required and each.is_free_text and not each.admits_null
        ]
        objects += bool(needed)
        empty = [each.name for each in needed if not each.schema.get("minLength")]
        blank = [each.name for each in needed if each.schema.get("minLength")]
        pointer = site.pointer + join("properties")
        if empty:
            remarks.append(
                info(
                    pointer,
                    f"{_named(empty)}: required, and an empty text is valid",
                    "add `minLength: 1` where an empty one makes no sense",
                )
            )
        if blank:
            remarks.append(
                info(
                    pointer,
                    f"{_named(blank)}: required and not empty, but blanks alone are valid",
                    "add a `pattern` such as `\\S`, or say what blanks mean",
                )
            )
    yield from gathered(remarks, places=objects, pointer=join("components", "schemas"))


def _encodings(survey: Survey) -> Iterator[Remark]:
    places = [
        pointer + join(keyword)
        for pointer, site in survey.schemas.items()
        for keyword in ("contentEncoding", "contentMediaType")
        if keyword in site.schema and "pattern" not in site.schema
    ]
    remarks = (
        info(
            place,
            "it is a note: validators accept any text here, an empty one too",
            "add `minLength` and a `pattern` if the text must be decodable",
        )
        for place in places
    )
    return gathered(remarks, places=len(places), pointer=join("components", "schemas"))


def _formats(survey: Survey) -> Iterator[Remark]:
    seen: set[str] = set()
    for pointer, site in survey.schemas.items():
        name = text(site.schema.get("format"))
        if not name or name in _FORMATS or name in seen:
            continue
        seen.add(name)
        near = _NEAREST.get(name.lower().replace("_", "")) or next(
            iter(get_close_matches(name.lower(), sorted(_FORMATS), 1, 0.85)), None
        )
        message = f"no standard knows the format {name!r} (here first)"
        if near is not None:
            advice = f"is {near!r} meant?"
        else:
            advice = (
                "say in the description what it demands; no validator will check it"
            )
        yield info(pointer + join("format"), message, advice)


def _is_reference(each: Property) -> bool:
    return each.name.endswith(("Id", "_id", "ID")) and each.is_free_text


def _references(survey: Survey) -> Iterator[Remark]:
    for site in survey.schemas.values():
        if not site.in_reply:
            continue
        for each in properties(survey, site):
            if _is_reference(each) and each.admits_null and not each.description:
                yield warning(
                    each.pointer,
                    f"what {each.name!r} refers to, and when it is null, is not said",
                    "describe it; add a `format` if it has one",
                )


RULES = (
    Rule(
        "string-unbounded",
        "Texts in requests have a `maxLength`.",
        "Where the limit is, a client learns from a refusal, or a server from its memory.",
        _unbounded,
    ),
    Rule(
        "string-blank",
        "A required text that must say something cannot be empty or blank.",
        "The document allows what most servers refuse.",
        _blank,
    ),
    Rule(
        "encoding-unasserted",
        "An encoding is held by more than a note.",
        "JSON Schema takes `contentEncoding` for an annotation: nothing is refused.",
        _encodings,
    ),
    Rule(
        "format-unknown",
        "A format is one that standards know.",
        "Unknown formats are not checked, and a misspelt one is not either.",
        _formats,
    ),
    Rule(
        "reference-unexplained",
        "A reference that may be null says what it refers to.",
        "A client cannot follow it, and a test cannot check it.",
        _references,
    ),
)
