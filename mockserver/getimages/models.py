"""Models, ratios and providers, read from the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.openapi import Document, Violation

# "Only supported by: google:gemini-3.1-flash-image-preview, ..." is prose in the
# document (#/components/schemas/GenerateImageRequest/properties/thinkingLevel).
_ONLY_SUPPORTED_BY = re.compile(r"\bonly\s+supported\s+by\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Models:
    """What the document says of models.

    ``thinking`` holds the models that take ``thinkingLevel``, or None when the
    document restricts it to none in particular.
    """

    model_ids: tuple[str, ...]
    aspect_ratios: tuple[str, ...]
    default_model_id: str
    default_aspect_ratio: str
    provider_ids: tuple[str, ...]
    thinking_levels: tuple[str, ...]
    thinking: frozenset[str] | None

    @classmethod
    def from_document(cls, document: Document) -> Models:
        """Read the request schema of generateImage and the schema of its image."""
        operation = document.operation("generateImage")
        request = None if operation is None else operation.body_schema()
        model = _property(document, request, "modelId")
        ratio = _property(document, request, "aspectRatio")
        thinking = _property(document, request, "thinkingLevel")
        model_ids = _strings(model.get("enum"))
        return cls(
            model_ids=model_ids,
            aspect_ratios=_strings(ratio.get("enum")) or ("1:1",),
            default_model_id=str(model.get("default", next(iter(model_ids), ""))),
            default_aspect_ratio=str(ratio.get("default", "1:1")),
            provider_ids=_provider_ids(document),
            thinking_levels=_strings(thinking.get("enum")),
            thinking=_named_models(str(thinking.get("description", "")), model_ids),
        )

    def provider_of(self, model_id: str) -> str:
        """Return the provider: what stands before the colon of the model's id."""
        provider, colon, _ = model_id.partition(":")
        if colon and (not self.provider_ids or provider in self.provider_ids):
            return provider
        return self.provider_ids[0] if self.provider_ids else provider

    def supports_thinking(self, model_id: str) -> bool:
        """Tell whether the model takes ``thinkingLevel``."""
        return self.thinking is None or model_id in self.thinking

    def check(self, body: Any) -> Sequence[Violation]:
        """Return a violation for a ``thinkingLevel`` that the model does not take."""
        if not isinstance(body, dict) or "thinkingLevel" not in body:
            return ()
        model_id = body.get("modelId")
        if model_id not in self.model_ids or self.supports_thinking(model_id):
            return ()
        models = ", ".join(sorted(self.thinking or ()))
        message = f"is only supported by: {models} (not by {model_id})"
        return (Violation("body.thinkingLevel", message, "unsupported"),)


def _property(document: Document, schema: Any, name: str) -> Mapping[str, Any]:
    found = document.property_schema(schema, name) if schema is not None else None
    return found if isinstance(found, Mapping) else {}


def _provider_ids(document: Document) -> tuple[str, ...]:
    operation = document.operation("generateImage")
    reply = None if operation is None else operation.response(200)
    if reply is None or "application/json" not in reply.media_types:
        return ()
    schema = reply.media_types["application/json"].schema
    image = document.property_schema(schema, "image")
    return _strings(_property(document, image, "providerId").get("enum"))


def _named_models(description: str, model_ids: Sequence[str]) -> frozenset[str] | None:
    if not _ONLY_SUPPORTED_BY.search(description):
        return None
    words = {word.strip(".;()`'\"") for word in re.split(r"[,\s]+", description)}
    return frozenset(words & set(model_ids))


def _strings(values: Any) -> tuple[str, ...]:
    if not isinstance(values, Sequence) or isinstance(values, str):
        return ()
    return tuple(value for value in values if isinstance(value, str))
