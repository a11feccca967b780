"""What is told to those whose key opens nothing."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.asking import refusing
from mockserver.defects.pieces.callers import (
    with_revoked,
    with_stranger,
    without_credentials,
)
from mockserver.defects.pieces.conditions import ACCOUNT, LIST, LISTS, both, on, status
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import becomes, crash

FAMILY = Family.AUTHENTICATION


def _lists_nothing(it: Occasion) -> None:
    name = "images" if it.operation == LIST else "transactions"
    it.reply(200, {name: [], "total": 0, "limit": 20, "offset": 0})


def _has_no_blank(it: Occasion) -> bool:
    sent = it.request.headers.get("authorization", "").strip()
    return bool(sent) and " " not in sent


def _to_the_login(it: Occasion) -> None:
    it.status = 302
    it.headers = {"Location": "/login"}


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "missing-credentials-are-403",
        "a request without credentials is answered with 403, as a framework does it",
        "SEC-01",
        after(both(status(401), without_credentials), becomes(403)),
    ),
    FAMILY.plain(
        "unknown-key-lists-nothing",
        "a key that nobody has is shown lists without rows",
        "SEC-02",
        after(both(on(*LISTS), status(401), with_stranger), _lists_nothing),
    ),
    FAMILY.plain(
        "unknown-key-without-prefix-is-500",
        "a key that nobody has, and without an underscore, is a server error",
        "SEC-02",
        after(
            both(status(401), with_stranger, lambda it: "_" not in it.key),
            crash,
        ),
    ),
    FAMILY.plain(
        "challenge-names-basic",
        "a 401 asks for Basic credentials, so that browsers ask for a password",
        "SEC-06",
        after(
            status(401),
            lambda it: it.headers.update({"WWW-Authenticate": 'Basic realm="api"'}),
        ),
    ),
    FAMILY.subtle(
        "revoked-key-is-403",
        "a revoked key is answered with 403, every other bad key with 401",
        "SEC-05",
        after(both(status(401), with_revoked), becomes(403)),
    ),
    FAMILY.subtle(
        "account-of-an-unknown-key-is-404",
        "getAccount answers 404 to a key that nobody has, as it finds no account",
        "SEC-02",
        after(
            both(on(ACCOUNT), status(401), with_stranger),
            lambda it: it.refuse(404, "There is no such account"),
        ),
    ),
    FAMILY.plain(
        "credentials-without-a-blank-are-500",
        "Authorization that is one word, such as a bare key, is a server error",
        "SEC-03",
        after(both(status(401), _has_no_blank), crash),
    ),
    FAMILY.plain(
        "missing-credentials-redirect-to-a-login",
        "a request without credentials is answered with 302 to a page for logging in",
        "SEC-01",
        after(both(status(401), without_credentials), _to_the_login),
    ),
    FAMILY.subtle(
        "list-without-a-key-is-empty",
        "listImages without credentials is an empty list instead of a 401",
        "SEC-01",
        after(both(on(LIST), without_credentials, status(401)), _lists_nothing),
    ),
    FAMILY.plain(
        "missing-authorization-is-a-bad-request",
        "a request without credentials is 400, as a missing field of its header",
        "SEC-01",
        after(
            both(without_credentials, status(401)),
            refusing("header.Authorization", "is required", "required"),
        ),
    ),
    FAMILY.plain(
        "revoked-key-is-500",
        "a revoked key is a server error, as it has no account any more",
        "SEC-05",
        after(with_revoked, crash),
    ),
    FAMILY.subtle(
        "key-too-long-to-hash-is-500",
        "an unknown key of more than 72 bytes is a server error, as bcrypt refuses it",
        "SEC-02",
        after(both(with_stranger, lambda it: len(it.key) > 72), crash),
    ),
)
