"""What rewriting a schema needs to know of the document around it."""

from __future__ import annotations

from typing import Any, Protocol

from mockserver.openapi.references import Place

Schema = dict[str, Any] | bool
"""A schema of JSON Schema 2020-12."""


class Surroundings(Protocol):
    """What rewriting a schema asks of the document around it."""

    @property
    def is_3_0(self) -> bool:
        """Whether the document is written in OpenAPI 3.0."""

    def notify(self, place: Place, message: str) -> None:
        """Take a notice about a place."""

    def reference(self, place: Place, reference: str) -> str:
        """Return the canonical form of a reference that stands at a place."""

    def dynamic(self, place: Place) -> dict[str, Any]:
        """Return what the ``$dynamicRef`` at a place becomes."""

    def keeps_resources(self, place: Place) -> bool:
        """Tell whether ``$id``, ``$defs`` and dynamic anchors matter at a place."""

    def resource_uri(self, place: Place) -> str:
        """Return the ``$id`` of the schema at a place, made absolute."""

    def enclosing(self, place: Place, keyword: str) -> str | None:
        """Return the pointer of the nearest value around that has a true keyword."""

    def compiles(self, pattern: str) -> bool:
        """Tell whether the validator can compile a pattern."""

    def note_required(self, place: Place, schema: dict[str, Any]) -> None:
        """Take note of a schema whose ``required`` may differ by direction."""
