"""What a person at a terminal is told at the start: keys, and a line to paste."""

from __future__ import annotations

import json
import shlex
from urllib.parse import urlencode

from mockserver.app import Mock
from mockserver.getimages.keys import WELL_KNOWN_KEYS
from mockserver.openapi import Operation


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
        lines.append(f"API keys{_place(mock)}:")
        for known in WELL_KNOWN_KEYS:
            lines.append(f"  {known.key:<16} {known.shows}")
    if settings.api_keys:
        # They are not shown: what was typed as an option may be a real secret.
        lines.append(f"  and {len(settings.api_keys)} of --api-key")
    return lines


def _place(mock: Mock) -> str:
    """Say where the document wants a key, if it wants one."""
    for operation in mock.document.operations:
        if operation.security:
            return f" ({operation.credentials({}, b'').expected})"
    return ""


def _curl(mock: Mock, url: str) -> str:
    operation = _generation(mock) or _simplest(mock)
    if operation is None:
        return ""
    words = ["curl", "-s"]
    if url.startswith("unix:"):
        words += ["--unix-socket", url.removeprefix("unix:")]
        url = "http://localhost"
    key = WELL_KNOWN_KEYS[0].key if mock.settings.magic else "YOUR_KEY"
    query, more = _credentials(operation, key)
    words += [f"{url}{operation.path}{query}", *more]
    if operation.body is not None:
        body = {"prompt": "a red bicycle", "modelId": mock.models.model_ids[0]}
        words += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
    return shlex.join(words)


def _generation(mock: Mock) -> Operation | None:
    """Return generateImage, if it is that of this API and not of another one."""
    return mock.document.operation("generateImage") if mock.models.model_ids else None


def _simplest(mock: Mock) -> Operation | None:
    """Return the first operation that a URL alone can call, or None."""
    for operation in mock.document.operations:
        needs = any(parameter.required for parameter in operation.parameters)
        if operation.method == "GET" and not needs and operation.body is None:
            return operation
    return None


def _credentials(operation: Operation, key: str) -> tuple[str, list[str]]:
    """Return the query and the options of curl that carry a key."""
    query: list[tuple[str, str]] = []
    words: list[str] = []
    for scheme in operation.security[0].schemes if operation.security else ():
        if scheme.is_bearer:
            words += ["-H", f"Authorization: Bearer {key}"]
        elif scheme.type == "http" and scheme.http_scheme == "basic":
            words += ["-u", f"user:{key}"]
        elif scheme.type == "http":
            words += ["-H", f"Authorization: {scheme.http_scheme} {key}"]
        elif scheme.location == "header":
            words += ["-H", f"{scheme.parameter}: {key}"]
        elif scheme.location == "cookie":
            words += ["-b", f"{scheme.parameter}={key}"]
        elif scheme.location == "query":
            query.append((scheme.parameter, key))
    return (f"?{urlencode(query)}" if query else ""), words
