"""Doors that stand open: keys that must not let anybody in."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from tests.adversary.api import (
    ACCOUNT,
    GENERATE,
    GET,
    GOOD_KEY,
    KEYS,
    LIST,
    OPERATIONS,
    REVOKED_KEY,
    SECOND_KEY,
    USAGE,
)
from tests.adversary.call import Call, Refusal
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Defect, Family
from tests.adversary.twists import When, always, both, from_request, on
from tests.adversary.world import Account

FAMILY = Family("authentication")
LIVE = (GOOD_KEY, SECOND_KEY)


def _header(call: Call) -> str:
    return call.headers.get("authorization", "")


def _bearer(call: Call) -> str:
    scheme, _, key = _header(call).partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def missing(call: Call) -> bool:
    """Hold without any Authorization header."""
    return "authorization" not in call.headers


def random_key(call: Call) -> bool:
    """Hold for a bearer key that nobody was given."""
    return bool(_bearer(call)) and _bearer(call) not in KEYS


def revoked(call: Call) -> bool:
    """Hold for the revoked key."""
    return _bearer(call) == REVOKED_KEY


def basic(call: Call) -> bool:
    """Hold for Basic credentials that hold a live key."""
    scheme, _, rest = _header(call).partition(" ")
    try:
        plain = base64.b64decode(rest).decode("latin-1")
    except (ValueError, binascii.Error):
        plain = ""
    return scheme.lower() == "basic" and any(k in plain or k in rest for k in LIVE)


def raw(call: Call) -> bool:
    """Hold for a live key without a scheme."""
    return _header(call).strip() in LIVE


def empty(call: Call) -> bool:
    """Hold for a bearer scheme without a key, or an empty header."""
    return not missing(call) and _header(call).strip().lower() in {"", "bearer"}


def in_query(call: Call) -> bool:
    """Hold for a live key in the query only."""
    return missing(call) and any(value in LIVE for _, value in call.query)


def in_header(call: Call) -> bool:
    """Hold for a live key in a header of its own only."""
    return missing(call) and any(
        key in value for value in call.headers.values() for key in LIVE
    )


def other_scheme(call: Call) -> bool:
    """Hold for a live key under another scheme than Bearer and Basic."""
    scheme, _, key = _header(call).partition(" ")
    return scheme.lower() not in {"bearer", "basic"} and key.strip() in LIVE


def truncated(call: Call) -> bool:
    """Hold for the beginning of a live key."""
    key = _bearer(call)
    return len(key) >= 8 and any(k.startswith(key) and k != key for k in LIVE)


def suffixed(call: Call) -> bool:
    """Hold for a live key with something behind it."""
    key = _bearer(call)
    return any(key.startswith(k) and k != key for k in LIVE)


def wrong_case(call: Call) -> bool:
    """Hold for a live key in other letters."""
    key = _bearer(call)
    return key not in KEYS and key.lower() in [k.lower() for k in LIVE]


KINDS: tuple[tuple[str, str, When], ...] = (
    ("missing", "no Authorization header", missing),
    ("random", "a bearer key that nobody was given", random_key),
    ("revoked", "the revoked key", revoked),
    ("basic", "a key as Basic credentials", basic),
    ("raw", "a key without a scheme", raw),
    ("empty", "a bearer scheme without a key", empty),
    ("query", "a key in the query only", in_query),
    ("header", "a key in another header only", in_header),
    ("scheme", "a key under an unknown scheme", other_scheme),
    ("truncated", "the beginning of a key", truncated),
    ("suffixed", "a key with something behind it", suffixed),
    ("case", "a key in other letters", wrong_case),
)
PLAIN = {"missing", "random", "revoked"}


def hole(kind: When, *, when: When = always) -> Apply:
    """Let a kind of credentials in as the good account."""

    def apply(deployment: Deployment) -> None:
        def wrapper(inner: Callable[[Call], Account], call: Call) -> Account:
            if kind(call) and when(call):
                return deployment.good
            return inner(call)

        deployment.around("authenticate", wrapper)

    return apply


def _nth_time(number: int) -> When:
    seen: list[int] = []

    def condition(call: Call) -> bool:
        seen.append(call.number)
        return len(seen) >= number

    return condition


def _counted(kind: When, number: int) -> Apply:
    return lambda deployment: hole(both(kind, _nth_time(number)))(deployment)


def _lost(call: Call) -> None:
    if _bearer(call) == GOOD_KEY and call.number % 25 == 24:
        raise Refusal(401, "Invalid API key")


EVERYWHERE = tuple(
    FAMILY.plain(f"auth-{name}-everywhere", f"{text} is let in", hole(kind))
    for name, text, kind in KINDS
)
ONE_OPERATION = tuple(
    Defect(
        f"auth-{name}-{operation}",
        FAMILY.name,
        f"{text} is let in by {operation}",
        name not in PLAIN,
        hole(kind, when=on(operation)),
    )
    for name, text, kind in KINDS
    for operation in OPERATIONS
    # A key in odd letters or places opens one door as it opens another; two are enough.
    if name in {*PLAIN, "basic", "raw", "empty"} or operation in {ACCOUNT, USAGE}
)
CONDITIONAL = (
    FAMILY.subtle(
        "auth-missing-metadata",
        "getImage with format=metadata asks for no key",
        hole(missing, when=lambda call: call.metadata and call.operation == GET),
    ),
    FAMILY.subtle(
        "auth-random-metadata",
        "getImage with format=metadata takes any key",
        hole(random_key, when=lambda call: call.metadata and call.operation == GET),
    ),
    FAMILY.subtle(
        "auth-missing-with-limit",
        "listImages with a limit asks for no key",
        hole(missing, when=lambda c: c.operation == LIST and bool(c.values("limit"))),
    ),
    FAMILY.subtle(
        "auth-missing-third-time",
        "from the third call without a key on, one is let in",
        _counted(missing, 3),
    ),
    FAMILY.subtle(
        "auth-random-third-time",
        "from the third call with an unknown key on, one is let in",
        _counted(random_key, 3),
    ),
    FAMILY.subtle(
        "auth-missing-after-15-requests",
        "after 15 requests no key is needed",
        hole(missing, when=from_request(16)),
    ),
    FAMILY.subtle(
        "auth-revoked-generate-and-usage",
        "the revoked key opens generateImage and listUsage",
        hole(revoked, when=on(GENERATE, USAGE)),
    ),
    FAMILY.subtle(
        "auth-good-key-refused-now-and-then",
        "every 25th call of a good key is refused with 401",
        lambda deployment: deployment.starts.append(_lost),
    ),
)
DEFECTS = (*EVERYWHERE, *ONE_OPERATION, *CONDITIONAL)
