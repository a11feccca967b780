"""Credentials that are missing, wrong, revoked, or in the wrong place."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from contract_tests.contract.document import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    OPERATIONS,
    USAGE,
)
from contract_tests.session import Query, Session, encode
from contract_tests.tape.exchange import Expects, Fields, Role

# What a deployment checks in one form of a request it may forget in another, so that
# each kind of wrong credentials asks in forms of its own.
_METADATA: Query = {"format": "metadata"}
_FORMS: Mapping[str, Mapping[str, tuple[Query, ...]]] = {
    "SEC-01": {GET: ({}, _METADATA), LIST: ({"limit": 1},), USAGE: ({"offset": 1},)},
    "SEC-02": {GET: (_METADATA,), USAGE: ({"limit": 1},)},
    "SEC-05": {LIST: ({"offset": 1},)},
}
_QUERY_NAMES = ("api_key", "key", "token", "access_token")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Credentials that no operation may accept."""

    probe: str
    case: str
    headers: Fields
    role: Role = Role.NOBODY
    in_query: bool = False
    everywhere: bool = False
    """It is tried on the operation that costs money too."""


_NOBODY = Wrong("SEC-01", "no credentials", ())


def run(session: Session, known: str | None) -> None:
    """Try each operation with wrong credentials of each kind.

    Those that a deployment checks in one place are tried on one or two operations each; the
    missing, the unknown and the revoked key on all five.
    """
    everywhere, anywhere = _kinds(session)
    for wrong in everywhere:
        for operation in OPERATIONS if not session.smoke else (ACCOUNT, GENERATE):
            if (wrong, operation) != (_NOBODY, ACCOUNT):  # `nobody` has asked for it
                _try(session, wrong, operation, known)
    if session.smoke:
        return
    turns = (ACCOUNT, LIST, USAGE, GET)
    for number, wrong in enumerate(anywhere):
        chosen = [turns[number % len(turns)]]
        if session.deep or wrong.everywhere:
            chosen = [*turns, GENERATE] if session.deep else [*chosen, GENERATE]
        for operation in chosen:
            _try(session, wrong, operation, known)


def nobody(session: Session, operation: str) -> None:
    """Ask one operation without credentials."""
    _try(session, _NOBODY, operation, None)


def _kinds(session: Session) -> tuple[list[Wrong], list[Wrong]]:
    key = session.settings.api_key
    stranger = _stranger(session, key)
    everywhere = [
        _NOBODY,
        Wrong("SEC-02", "a key that nobody has", _bearer(stranger)),
    ]
    if session.has(Role.REVOKED):
        revoked = session.credentials(Role.REVOKED)
        everywhere.append(Wrong("SEC-05", "the revoked key", revoked, Role.REVOKED))
    basic = base64.b64encode(f"{key}:".encode()).decode()
    anywhere = [
        Wrong(
            "SEC-03",
            "the key by Basic",
            (("Authorization", f"Basic {basic}"),),
            everywhere=True,
        ),
        Wrong(
            "SEC-03",
            "the key without a scheme",
            (("Authorization", key),),
            everywhere=True,
        ),
        Wrong("SEC-03", "Bearer without a key", (("Authorization", "Bearer"),)),
        Wrong("SEC-03", "the key in the query", (), in_query=True),
        Wrong("SEC-03", "the key in another header", _other_headers(key)),
        Wrong("SEC-02", "the key without its end", _bearer(key[:-1])),
        Wrong("SEC-02", "the key with another end", _bearer(_other_end(key))),
        # Any text, for who looks keys up by LIKE.
        Wrong("SEC-02", "a percent sign", _bearer("%")),
        # Longer than what bcrypt takes, too.
        Wrong("SEC-02", "the key with more behind it", _bearer(key + "x" * 80)),
        Wrong("SEC-02", "the key in other letters", _bearer(key.swapcase())),
        Wrong(
            "SEC-03", "the key by another scheme", (("Authorization", f"Token {key}"),)
        ),
    ]
    return everywhere, anywhere


def _stranger(session: Session, key: str) -> str:
    """Return a key of the same form with letters and digits of its own."""
    return "".join(
        session.random.choice("0123456789abcdef") if each.isalnum() else each
        for each in f"{key}0f"
    )


def _other_end(key: str) -> str:
    return key[:-2] + ("xy" if not key.endswith("xy") else "ab")


def _bearer(key: str) -> Fields:
    return (("Authorization", f"Bearer {key}"),)


def _other_headers(key: str) -> Fields:
    return tuple((name, key) for name in ("X-API-Key", "Api-Key", "X-Auth-Token"))


def _try(session: Session, wrong: Wrong, operation: str, known: str | None) -> None:
    case = f"{wrong.case}, {operation}"
    if operation == GENERATE:
        _post(session, wrong, case)
        return
    forms = _FORMS.get(wrong.probe, {}).get(operation, ({},))
    if wrong.in_query:
        forms = (dict.fromkeys(_QUERY_NAMES, session.settings.api_key),)
    image = known or str(uuid.UUID(int=session.random.getrandbits(128), version=4))
    for query in forms:
        session.read(
            operation,
            probe=wrong.probe,
            case=case,
            role=wrong.role,
            query=query,
            image=image,
            expects=Expects.UNAUTHORIZED,
            headers=wrong.headers,
        )


def _post(session: Session, wrong: Wrong, case: str) -> None:
    """Ask for an image; without a budget the body is one that must be refused anyway."""
    if wrong.in_query:
        return  # its target is the operation's own; the reads show it
    body: dict[str, str] = {"prompt": session.prompt()}
    if session.paid:
        body["modelId"] = session.facts.models[0]
    session.refuse(
        encode(dict(body)),
        probe=wrong.probe,
        case=case if session.paid else f"{case}, body without modelId",
        role=wrong.role,
        expects=Expects.UNAUTHORIZED,
        headers=wrong.headers,
    )


def tolerated(session: Session) -> None:
    """Send what a careful deployment takes too: the scheme in small letters."""
    key = session.settings.api_key
    session.read(
        ACCOUNT,
        probe="SEC-04",
        case="bearer in small letters",
        headers=(("Authorization", f"bearer {key}"),),
        expects=Expects.ANYTHING,
    )


def unknown_image(session: Session) -> None:
    """Ask without a key for an image that does not exist."""
    session.read(
        GET,
        probe="SEC-12",
        case="an image that does not exist",
        role=Role.NOBODY,
        image=str(uuid.UUID(int=session.random.getrandbits(128), version=4)),
        expects=Expects.UNAUTHORIZED,
        headers=(),
    )
