"""Odd headers and statuses that HTTP allows."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta

from tests.adversary import checking
from tests.adversary.api import GENERATE
from tests.adversary.call import Call, Refusal, Reply
from tests.adversary.entries import Apply, Family
from tests.adversary.reply_edits import compressed, every
from tests.adversary.twists import restatus, together, wrap

FAMILY = Family("wire")


def headers(**values: str) -> Apply:
    """Send more headers."""
    more = {name.replace("_", "-"): value for name, value in values.items()}
    return every(lambda _, answer: answer.headers.update(more))


def media(value: str) -> Apply:
    """Write the content type another way."""
    return every(lambda _, answer: setattr(answer, "media", value))


def skewed(shift: timedelta) -> Apply:
    """Let the clock be wrong; the Date header tells the same time."""
    return wrap("now", lambda inner: inner() + shift)


def _validates_first(inner: Callable[[Call], object], call: Call) -> object:
    if call.operation == GENERATE:
        payload = checking.parse_body(call)
        problems = tuple(checking.body_problems(payload))
        if problems:
            raise Refusal(400, "The request is not valid", problems)
    if call.operation in {"listImages", "listUsage"}:
        bad = tuple(checking.page_problems(call))
        if bad:
            raise Refusal(400, "The query is not valid", bad)
    return inner(call)


def _too_large(call: Call) -> None:
    if len(call.data) > 20_000:
        raise Refusal(413, "The body is too large")


def _media_415(call: Call) -> bool:
    return any(problem.code == "media_type" for problem in call.problems)


def _slash(call: Call, answer: Reply) -> None:
    if answer.status == 404 and call.path.endswith("/") and len(call.path) > 1:
        answer.status = 308
        answer.headers["location"] = call.path.rstrip("/")


def _methods(call: Call, answer: Reply) -> None:
    if call.method == "OPTIONS":
        answer.status, answer.raw, answer.media = 204, b"", None
    if call.method == "HEAD":
        answer.status = 405


HEADERS = (
    FAMILY.lawful(
        "charset",
        "the content type names UTF-8",
        media("application/json; charset=utf-8"),
    ),
    FAMILY.lawful(
        "charset-capitals",
        "the content type is in capitals",
        media("Application/JSON;charset=UTF-8"),
    ),
    FAMILY.lawful(
        "charset-quoted",
        "the charset is quoted",
        media('application/json; charset="utf-8"'),
    ),
    FAMILY.lawful(
        "more-headers",
        "cookies, caching and tracing headers",
        headers(
            set_cookie="a=b; Path=/; HttpOnly",
            etag='W/"17"',
            x_request_id="r-1",
            cache_control="private, no-store",
            x_ratelimit_remaining="17",
            server="nginx",
        ),
    ),
    FAMILY.lawful(
        "cors",
        "CORS headers",
        headers(access_control_allow_origin="*", access_control_expose_headers="*"),
    ),
    FAMILY.lawful(
        "skewed-ahead",
        "the clock is 10 minutes ahead, Date too",
        skewed(timedelta(minutes=10)),
    ),
    FAMILY.lawful(
        "skewed-behind",
        "the clock is 10 minutes behind, Date too",
        skewed(timedelta(minutes=-10)),
    ),
    FAMILY.lawful(
        "skewed-day", "the clock is a day behind, Date too", skewed(timedelta(days=-1))
    ),
    FAMILY.lawful(
        "no-date",
        "there is no Date header",
        every(lambda _, r: r.headers.pop("date", None)),
    ),
    FAMILY.lawful(
        "www-authenticate-long",
        "401 has a long challenge",
        every(
            lambda _, r: (
                r.headers.update(
                    {"www-authenticate": 'Bearer realm="images", error="invalid_token"'}
                )
                if r.status == 401
                else None
            )
        ),
    ),
)
STATUSES = (
    FAMILY.lawful(
        "validates-first",
        "bodies and queries are validated before the key",
        wrap("authenticate", _validates_first),
    ),
    FAMILY.lawful(
        "too-large-413", "long bodies get 413", lambda d: d.starts.append(_too_large)
    ),
    FAMILY.lawful(
        "media-415",
        "other media types get 415",
        restatus(GENERATE, status=400, to=415, when=_media_415),
    ),
    FAMILY.lawful("trailing-slash", "a trailing slash is redirected", every(_slash)),
    FAMILY.lawful("odd-methods", "HEAD gets 405 and OPTIONS 204", every(_methods)),
    FAMILY.lawful(
        "media-ignored",
        "JSON is taken under any media type",
        wrap(
            "parse_body",
            lambda inner, call: (
                call.headers.update({"content-type": "application/json"}),
                inner(call),
            )[1],
        ),
    ),
    FAMILY.lawful(
        "gzip-chunked",
        "bodies are gzip in chunks",
        together(
            compressed("gzip", gzip.compress),
            every(lambda _, r: setattr(r, "chunk", 300)),
        ),
    ),
)
VARIANTS = (
    *HEADERS,
    *STATUSES,
)
