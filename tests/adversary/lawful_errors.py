"""Ways of writing JSON, of telling errors, and of checking requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.adversary.api import GET, LIST, USAGE
from tests.adversary.call import Call, Json, Problem, Refusal, Reply
from tests.adversary.deployment import Rendered
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    Change,
    broken,
    drop,
    error,
    inside,
    put,
    reply,
    together,
    wrap,
)

FAMILY = Family("bodies")


def _raw(change: Callable[[bytes], bytes]) -> Apply:
    def edit(_: Call, answer: Reply) -> None:
        answer.raw = change(answer.encoded())

    return lambda deployment: deployment.edits.append(edit)


def _written(name: str, value: Any) -> Apply:
    return lambda deployment: deployment.edits.append(
        lambda _, answer: setattr(answer, name, value)
    )


def _refused_query(call: Call) -> None:
    known = {LIST: {"limit", "offset"}, USAGE: {"limit", "offset"}, GET: {"format"}}
    allowed = known.get(call.operation, set())
    if any(name not in allowed for name, _ in call.query):
        raise Refusal(400, "There is no such parameter")


def _utf16_units(
    inner: Callable[..., list[Problem]], call: Call, payload: Json
) -> list[Problem]:
    problems = inner(call, payload)
    prompt = payload.get("prompt") if isinstance(payload, dict) else None
    if isinstance(prompt, str) and len(prompt.encode("utf-16-le")) > 4000:
        problems = [p for p in problems if p.code != "maxLength"]
        problems.append(Problem("body.prompt", "maxLength", "Too long", prompt))
    return problems


def _no_blank_prompt(
    inner: Callable[..., list[Problem]], call: Call, payload: Json
) -> list[Problem]:
    problems = inner(call, payload)
    prompt = payload.get("prompt") if isinstance(payload, dict) else None
    if isinstance(prompt, str) and prompt and not prompt.strip():
        problems.append(Problem("body.prompt", "blank", "Must hold text", prompt))
    return problems


def _any_thinks(
    inner: Callable[..., list[Problem]], call: Call, payload: Json
) -> list[Problem]:
    return [p for p in inner(call, payload) if p.code != "unsupported"]


def _any_format(inner: Callable[[Call], Reply], call: Call) -> Reply:
    if call.values("format") not in ([], ["metadata"]):
        call.query = []
    return inner(call)


def _malformed_400(inner: Callable[[Call], Reply], call: Call) -> Reply:
    try:
        return inner(call)
    except Refusal as refusal:
        if "UUID" in refusal.message or "format" in refusal.message:
            refusal.status = 400
        raise


def _first_problem(shown: Rendered) -> None:
    if "details" in shown["error"]:
        shown["error"]["details"] = shown["error"]["details"][:1]


def _rich_details(shown: Rendered) -> None:
    for item in shown["error"].get("details", []):
        item.update(value=None, expected=["a", "b"], path="/" + item["path"])


ALL_ERRORS = (400, 401, 404, 405, 429)


def _errors(change: Change) -> Apply:
    return together(*(error(change, status=status) for status in ALL_ERRORS))


WRITING = (
    FAMILY.lawful("json-spaces", "JSON is indented", _written("indent", 2)),
    FAMILY.lawful(
        "json-escaped",
        "JSON escapes all letters beyond ASCII",
        _written("ascii_only", True),
    ),
    FAMILY.lawful(
        "json-slashes",
        "JSON escapes slashes",
        _raw(lambda data: data.replace(b"/", b"\\/")),
    ),
    FAMILY.lawful(
        "json-line-end",
        "bodies end with a line end",
        _raw(lambda data: b"  " + data + b"\r\n\n"),
    ),
    FAMILY.lawful(
        "json-html-safe",
        "JSON escapes < > &",
        _raw(
            lambda d: (
                d.replace(b"<", b"\\u003c")
                .replace(b">", b"\\u003e")
                .replace(b"&", b"\\u0026")
            )
        ),
    ),
)
ERRORS = (
    FAMILY.lawful(
        "details-absent",
        "errors have no details",
        _errors(inside("error", drop("details"))),
    ),
    FAMILY.lawful(
        "details-empty",
        "errors have empty details",
        _errors(inside("error", put("details", []))),
    ),
    FAMILY.lawful(
        "details-first", "errors tell the first problem only", _errors(_first_problem)
    ),
    FAMILY.lawful(
        "details-rich",
        "details tell more, with pointers as paths",
        _errors(_rich_details),
    ),
    FAMILY.lawful(
        "message-japanese",
        "messages are Japanese",
        _errors(inside("error", put("message", "リクエストが正しくありません"))),
    ),
    FAMILY.lawful(
        "message-empty",
        "messages are empty",
        _errors(inside("error", put("message", ""))),
    ),
    FAMILY.lawful(
        "error-extra",
        "errors have a code and a request id",
        _errors(
            lambda b: (
                b.update(requestId="r-1"),
                b["error"].update(code=17, status="BAD"),
            )
        ),
    ),
    FAMILY.lawful(
        "no-www-authenticate",
        "401 has no WWW-Authenticate",
        reply(lambda r: r.headers.pop("www-authenticate"), status=401),
    ),
)
CHECKS = (
    FAMILY.lawful(
        "utf-16-units",
        "the length of a prompt is counted in UTF-16 units",
        wrap("body_problems", _utf16_units),
    ),
    FAMILY.lawful(
        "blank-prompt-refused",
        "a prompt of blanks is refused",
        wrap("body_problems", _no_blank_prompt),
    ),
    FAMILY.lawful(
        "any-model-thinks",
        "every model takes a thinking level",
        wrap("body_problems", _any_thinks),
    ),
    FAMILY.lawful(
        "unknown-query-refused",
        "unknown query parameters get 400",
        lambda d: d.starts.append(_refused_query),
    ),
    FAMILY.lawful(
        "unknown-query-refused-paged",
        "unknown query parameters of the lists get 400",
        lambda d: d.starts.append(
            lambda c: _refused_query(c) if c.operation in {LIST, USAGE} else None
        ),
    ),
    FAMILY.lawful(
        "any-format", "an unknown format is ignored", wrap("get_image", _any_format)
    ),
    FAMILY.lawful(
        "malformed-400",
        "malformed ids and formats get 400",
        wrap("get_image", _malformed_400),
    ),
    FAMILY.lawful(
        "lower-case-ids-only",
        "getImage takes ids in small letters only",
        broken(GET, status=404, when=lambda c: c.path_id != c.path_id.lower()),
    ),
)
VARIANTS = (
    *WRITING,
    *ERRORS,
    *CHECKS,
)
