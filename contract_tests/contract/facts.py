"""What the probes need to know of the document: models, ratios, limits, defaults.

All of it is read from the document, so that a new model or another limit works
with no change of code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.contract.document import GENERATE, LIST, USAGE, Contract
from contract_tests.contract.pointers import join, resolve
from contract_tests.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Page:
    """The paging parameters of a list operation."""

    default_limit: int
    maximum: int
    minimum: int
    default_offset: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a request of this document may hold.

    `thinkers` are the models that the description of `thinkingLevel` names.
    """

    models: tuple[str, ...]
    thinkers: tuple[str, ...]
    ratios: tuple[str, ...]
    default_ratio: str
    thinking_levels: tuple[str, ...]
    longest_prompt: int
    pages: Mapping[str, Page]


def facts(contract: Contract) -> Facts:
    """Return the facts of a document; raises DocumentError if it lacks one."""
    body = _properties(contract)
    models = _enum(body, "modelId")
    thinking = body["thinkingLevel"]
    told = str(thinking.get("description", ""))
    ratio = body["aspectRatio"]
    return Facts(
        models=models,
        thinkers=tuple(model for model in models if model in told) or models,
        ratios=_enum(body, "aspectRatio"),
        default_ratio=str(ratio.get("default", _enum(body, "aspectRatio")[0])),
        thinking_levels=_enum(body, "thinkingLevel"),
        longest_prompt=int(body["prompt"].get("maxLength", 2000)),
        pages={each: _page(contract, each) for each in (LIST, USAGE)},
    )


def _properties(contract: Contract) -> Mapping[str, Any]:
    pointer = contract.operations[GENERATE].pointer + join(
        "requestBody", "content", "application/json", "schema"
    )
    schema = resolve(contract.document, pointer)
    while "$ref" in schema:
        schema = resolve(contract.document, str(schema["$ref"]).removeprefix("#"))
    properties: Mapping[str, Any] = schema.get("properties", {})
    for name in ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel"):
        if name not in properties:
            raise DocumentError(f"the request of {GENERATE} has no property {name!r}")
    return properties


def _enum(properties: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = tuple(map(str, properties[name].get("enum", ())))
    if not values:
        raise DocumentError(f"the property {name!r} of {GENERATE} has no enum")
    return values


def _page(contract: Contract, operation: str) -> Page:
    pointer = contract.operations[operation].pointer
    schemas = {
        each["name"]: each.get("schema", {})
        for each in resolve(contract.document, pointer).get("parameters", ())
    }
    limit, offset = schemas.get("limit", {}), schemas.get("offset", {})
    return Page(
        default_limit=int(limit.get("default", 20)),
        maximum=int(limit.get("maximum", 100)),
        minimum=int(limit.get("minimum", 1)),
        default_offset=int(offset.get("default", 0)),
    )
