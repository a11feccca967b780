"""The packaged document, and how it is read where it contradicts itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from mockserver.openapi import Document, load


def packaged_document() -> Path:
    """Return the path of ``openapi.json``: in the wheel, or in the repository."""
    inside = Path(str(resources.files("mockserver"))) / "openapi.json"
    return inside if inside.exists() else inside.parent.parent / "openapi.json"


def load_amended(source: str | Path | Mapping[str, Any] | None) -> Document:
    """Load a document, the packaged one by default, with the amendments applied.

    An amendment is applied only where the document still has the text that it
    amends, so any other document is read as it stands. Raises DocumentError.
    """
    return load(
        packaged_document() if source is None else source, overlays=[amendments()]
    )


def amendments() -> Mapping[str, Any]:
    """Return the amendments, an OpenAPI Overlay 1.0 document."""
    text = resources.files("mockserver.getimages").joinpath("amendments.json")
    overlay: Mapping[str, Any] = json.loads(text.read_text("utf-8"))
    return overlay
