"""Schemathesis over the mock's own document, with every check, and no failure.

What has to be read differently is data: amendments of the mock, and a few more
that tell Schemathesis what the document says in prose only.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from mockserver import MockServer
from mockserver.documents import amendments, packaged_document
from mockserver.openapi.overlay import apply_overlays

# (where, what, why) of each rule that stands in prose or in docs/contract-notes.md.
THINKING_ONLY = {
    "if": {"required": ["thinkingLevel"]},
    "then": {
        "properties": {
            "modelId": {
                "enum": [
                    "google:gemini-3.1-flash-image-preview",
                    "google:gemini-3-pro-image-preview",
                ]
            }
        }
    },
}


def told(document: Any) -> Any:
    """Return the document with what it says in prose, or not at all, in schemas."""
    document = apply_overlays(document, [amendments()], notify=lambda *_: None)
    # The description of thinkingLevel restricts it to two models.
    document["components"]["schemas"]["GenerateImageRequest"] |= THINKING_ONLY
    for item in document["paths"].values():
        for operation in item.values():
            error = operation["responses"]["401"]
            # Every operation answers 405 to what the path does not declare.
            operation["responses"]["405"] = error
    return document


def configuration(token: str) -> Any:
    return schemathesis.Config.from_dict(
        {
            "seed": 1,
            "continue-on-failure": True,
            "headers": {"Authorization": f"Bearer {token}"},
            "cache": {"enabled": False},
            "generation": {
                "database": "none",
                "max-examples": 20,
                "deterministic": True,
            },
            "phases": {
                "fuzzing": {"error-feedback": {"enabled": False}},
            },
            "checks": {
                # The key is checked before the body, so a bad body with a bad key is 401.
                "negative_data_rejection": {"expected-statuses": [400, 401, 404, 405]},
            },
        }
    )


@pytest.mark.filterwarnings("ignore")  # of Schemathesis' own dependencies
def test_schemathesis_finds_nothing() -> None:
    raw = told(json.loads(packaged_document().read_text("utf-8")))
    with MockServer(
        picture="plain", picture_size=16, strict=True, credits=10**9, seed=7
    ) as server:
        schema = schemathesis.openapi.from_dict(
            raw, config=configuration(server.api_key)
        )
        schema.config.update(base_url=server.url)
        failures: list[object] = []
        finished, sent = None, 0
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                sent += len(event.recorder.interactions)
                for checks in event.recorder.checks.values():
                    for check in checks:
                        if check.failure_info is not None:
                            failures.append(check.failure_info.failure)
            elif isinstance(event, events.NonFatalError):
                failures.append(event)
            elif isinstance(event, events.EngineFinished):
                finished = event

    assert finished is not None
    assert sent > 300
    assert not failures, "\n".join(map(str, failures[:5]))
