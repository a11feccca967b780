"""What a person at a terminal is told at the start: keys, and a line to paste."""

from __future__ import annotations

import json
import shlex

from mockserver.app import Mock
from mockserver.getimages.keys import WELL_KNOWN_KEYS


def banner(mock: Mock, url: str) -> str:
    """Return the text for stderr; ``url`` is the base URL, or unix:PATH."""
    document = mock.document
    lines = [
        f"{document.title} {document.version}: {len(document.operations)} operations,"
        f" seed {mock.seed}, {_kept(mock)}",
        "",
    ]
    lines += _keys(mock)
    line = _curl(mock, url)
    if line:
        lines += ["", "Try it:", f"  {line}"]
    return "\n".join(["", *lines, "", "Stop with Ctrl-C.", ""])


def _kept(mock: Mock) -> str:
    state = mock.settings.state
    return "state in memory" if state is None else f"state in {state}"


def _keys(mock: Mock) -> list[str]:
    settings = mock.settings
    lines: list[str] = []
    if settings.auth == "any":
        lines.append("Every API key is an account of its own (--auth any).")
    if settings.magic:
        lines.append("API keys (Authorization: Bearer KEY):")
        for known in WELL_KNOWN_KEYS:
            lines.append(f"  {known.key:<16} {known.shows}")
    if settings.api_keys:
        # They are not shown: what was typed as an option may be a real secret.
        lines.append(f"  and {len(settings.api_keys)} of --api-key")
    return lines


def _curl(mock: Mock, url: str) -> str:
    operation = mock.document.operation("generateImage")
    key = WELL_KNOWN_KEYS[0].key if mock.settings.magic else "YOUR_KEY"
    if url.startswith("unix:"):
        words = ["curl", "-s", "--unix-socket", url.removeprefix("unix:")]
        url = "http://localhost"
    else:
        words = ["curl", "-s"]
    if operation is None:
        first = mock.document.operations[0] if mock.document.operations else None
        if first is None or "{" in first.path or first.method != "GET":
            return ""
        return shlex.join(
            [*words, f"{url}{first.path}", "-H", f"Authorization: Bearer {key}"]
        )
    model_id = mock.models.model_ids[0] if mock.models.model_ids else ""
    body = json.dumps({"prompt": "a red bicycle", "modelId": model_id})
    return shlex.join(
        [
            *words,
            f"{url}{operation.path}",
            "-H",
            f"Authorization: Bearer {key}",
            "-H",
            "Content-Type: application/json",
            "-d",
            body,
        ]
    )
