"""Schemathesis over the mock's own document, with every check, and no failure.

Nothing is switched off. What the document cannot say to a machine is told to
Schemathesis as data: the amendments of the mock, and the overlay below.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import Status, events, from_schema

from mockserver import MockServer
from mockserver.documents import amendments, packaged_document
from mockserver.openapi.overlay import apply_overlays

PROSE = {
    "overlay": "1.0.0",
    "info": {"title": "What the document says in prose only", "version": "1"},
    "actions": [
        {
            "target": "$.components.schemas.GenerateImageRequest",
            "description": "thinkingLevel is 'only supported by' two models, which"
            " stands in its description; without this, valid data are refused.",
            "update": {
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
            },
        }
    ],
}
# Each of these sends requests; "examples" has none to send, as the document has none.
PHASES = {"COVERAGE", "FUZZING", "STATEFUL_TESTING"}
CHECKS = {
    "allow_header_conformance",
    "content_type_conformance",
    "ensure_resource_availability",
    "ignored_auth",
    "missing_required_header",
    "negative_data_rejection",
    "not_a_server_error",
    "object_level_authorization",
    "positive_data_acceptance",
    "response_headers_conformance",
    "response_schema_conformance",
    "status_code_conformance",
    "unsupported_method",
    "use_after_free",
}


def configuration(token: str) -> Any:
    """Return a configuration that is the same everywhere: no file is looked for."""
    return schemathesis.Config.from_dict(
        {
            "seed": 1,
            "continue-on-failure": True,
            "headers": {"Authorization": f"Bearer {token}"},
            "cache": {"enabled": False},
            "generation": {
                "database": "none",
                "max-examples": 60,
                "deterministic": True,
            },
            # It would change what is sent after what was answered.
            "phases": {"fuzzing": {"error-feedback": {"enabled": False}}},
        }
    )


def run() -> Iterator[Any]:
    """Yield the engine's events for a mock of the packaged document."""
    document = apply_overlays(
        json.loads(packaged_document().read_text("utf-8")),
        [amendments(), PROSE],
        notify=lambda *_: None,
    )
    with MockServer(
        picture="plain", picture_size=16, strict=True, credits=10**9, seed=7
    ) as server:
        schema = schemathesis.openapi.from_dict(
            document, config=configuration(server.api_key)
        )
        schema.config.update(base_url=server.url)
        yield from from_schema(schema).execute()


def test_schemathesis_finds_nothing() -> None:
    sent: Counter[str] = Counter()
    checked: set[str] = set()
    failures: list[str] = []
    for event in run():
        if isinstance(event, events.NonFatalError):
            failures.append(str(event.info))
        elif isinstance(event, events.FatalError):
            pytest.fail(str(event.exception))
        elif isinstance(event, events.ScenarioFinished):
            sent[event.phase.name] += len(event.recorder.interactions)
            for check in chain.from_iterable(event.recorder.checks.values()):
                checked.add(check.name)
                if check.status is not Status.SUCCESS:
                    failures.append(f"{check.name}: {check.failure_info}")

    assert not failures, "\n".join(failures[:5])
    # Nothing was found although much was looked for.
    assert checked >= CHECKS
    assert all(sent[phase] > 50 for phase in PHASES), sent
