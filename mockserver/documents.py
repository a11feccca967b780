"""The packaged document, and how it is read where it contradicts itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mockserver.openapi import Document, load

# Not importlib.resources, which takes 4 ms to load: no import system but that of
# files has been asked for.
_HERE = Path(__file__).parent


def packaged_document() -> Path:
    """Return the path of ``openapi.json``: in the wheel, or in the repository."""
    inside = _HERE / "openapi.json"
    return inside if inside.exists() else _HERE.parent / "openapi.json"


def load_amended(
    source: str | Path | Mapping[str, Any] | None,
    *,
    overlays: Sequence[Mapping[str, Any]] = (),
) -> Document:
    """Load a document, the packaged one by default, with the amendments applied.

    An amendment is applied only where the document still has the text that it
    amends, so any other document is read as it stands. ``overlays`` are applied
    after the amendments. Raises DocumentError.
    """
    overlay = amendments()
    document = load(
        packaged_document() if source is None else source,
        overlays=[overlay, *overlays],
    )
    if document.operation("getImage") is not None:
        return document
    # That amendments of this API do not apply to another one is no news.
    title = repr(overlay["info"]["title"])
    notices = tuple(one for one in document.notices if title not in one.message)
    return replace(document, notices=notices)


def amendments() -> Mapping[str, Any]:
    """Return the amendments, an OpenAPI Overlay 1.0 document."""
    text = (_HERE / "getimages" / "amendments.json").read_text("utf-8")
    overlay: Mapping[str, Any] = json.loads(text)
    return overlay
