"""Refusals of keys that have the wrong status or the wrong shape."""

from __future__ import annotations

from tests.adversary.api import ACCOUNT, GENERATE, GET, LIST, OPERATIONS, USAGE
from tests.adversary.call import Reply
from tests.adversary.defects_auth import empty, missing, random_key, revoked
from tests.adversary.deployment import Rendered
from tests.adversary.entries import Family
from tests.adversary.twists import drop, error, inside, put, reply, restatus

FAMILY = Family("authentication")


def _html(answer: Reply) -> None:
    answer.raw = b"<!doctype html><title>Sign in</title><h1>Unauthorized</h1>"
    answer.media = "text/html; charset=utf-8"


def _plain(answer: Reply) -> None:
    answer.raw, answer.media = b"Unauthorized", "text/plain"


def _bare(answer: Reply) -> None:
    answer.raw = b""


def _detail(shown: Rendered) -> None:
    shown.clear()
    shown["detail"] = "Unauthorized"


def _redirect(answer: Reply) -> None:
    answer.status = 302
    answer.headers["location"] = "/login"


def _welcome(answer: Reply) -> None:
    _html(answer)
    answer.status = 200


STATUSES = tuple(
    FAMILY.plain(
        f"auth-{status}-instead-of-401",
        f"a refused key gets {status}",
        restatus(status=401, to=status),
    )
    for status in (400, 403, 404, 422, 500)
)
ONE_STATUS = tuple(
    FAMILY.subtle(
        f"auth-{status}-{operation}",
        f"a refused key gets {status} from {operation}",
        restatus(operation, status=401, to=status),
    )
    for operation, status in (
        (LIST, 403),
        (GET, 404),
        (ACCOUNT, 404),
        (USAGE, 400),
        (GENERATE, 403),
        (GET, 500),
        (LIST, 500),
    )
)
KINDS = (
    FAMILY.subtle(
        "auth-403-revoked",
        "the revoked key gets 403",
        restatus(status=401, to=403, when=revoked),
    ),
    FAMILY.subtle(
        "auth-403-random",
        "an unknown key gets 403, a missing one 401",
        restatus(status=401, to=403, when=random_key),
    ),
    FAMILY.subtle(
        "auth-500-empty",
        "a bearer scheme without a key gets 500",
        restatus(status=401, to=500, when=empty),
    ),
    FAMILY.subtle(
        "auth-500-no-scheme",
        "an Authorization header without a blank gets 500",
        restatus(
            status=401,
            to=500,
            when=lambda call: " " not in call.headers.get("authorization", " "),
        ),
    ),
    FAMILY.subtle(
        "auth-500-missing-metadata",
        "getImage in the metadata form gets 500 without a key",
        restatus(GET, status=401, to=500, when=lambda c: c.metadata and missing(c)),
    ),
)
SHAPES = (
    FAMILY.plain(
        "auth-html", "a refused key gets an HTML page", reply(_html, status=401)
    ),
    FAMILY.plain(
        "auth-text", "a refused key gets plain text", reply(_plain, status=401)
    ),
    FAMILY.plain(
        "auth-no-body", "a refused key gets an empty body", reply(_bare, status=401)
    ),
    FAMILY.plain(
        "auth-redirect", "a refused key is sent to /login", reply(_redirect, status=401)
    ),
    FAMILY.plain(
        "auth-login-page",
        "a refused key gets a login page with 200",
        reply(_welcome, status=401),
    ),
    FAMILY.plain(
        "auth-error-string",
        "401 with {error: text}",
        error(put("error", "Unauthorized"), status=401),
    ),
    FAMILY.plain(
        "auth-error-detail",
        "401 with {detail: text} and no error",
        error(_detail, status=401),
    ),
    FAMILY.plain(
        "auth-error-no-message",
        "401 whose error has no message",
        error(inside("error", drop("message")), status=401),
    ),
    FAMILY.subtle(
        "auth-error-message-null",
        "401 whose message is null",
        error(inside("error", put("message", None)), status=401),
    ),
    FAMILY.subtle(
        "auth-error-revoked-only",
        "the 401 for the revoked key has no error",
        error(lambda b: b.clear(), status=401, when=revoked),
    ),
    FAMILY.subtle(
        "auth-error-code-number",
        "the 401 for an unknown key has a number as error",
        error(put("error", 401), status=401, when=random_key),
    ),
)
ONE_SHAPE = tuple(
    FAMILY.subtle(
        f"auth-error-shape-{operation}",
        f"401 of {operation} has {{message}} and no error",
        error(lambda b: b.update(b.pop("error")), operation, status=401),
    )
    for operation in OPERATIONS
)
DEFECTS = (*STATUSES, *ONE_STATUS, *KINDS, *SHAPES, *ONE_SHAPE)
