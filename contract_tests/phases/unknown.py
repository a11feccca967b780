"""Requests that must find nothing or be refused: ids, formats, pages."""

from __future__ import annotations

import uuid

from contract_tests.contract.document import ACCOUNT, GET, LIST, USAGE
from contract_tests.session import Query, Session
from contract_tests.tape.exchange import Expects, Intent

# "10.0", "+5", " 5" and "" are left out: two honest readers could differ on them.
BAD_LIMITS = ("0", "-1", "101", "abc", "10abc", "1.5")
BAD_OFFSETS = {LIST: ("-1", "1x"), USAGE: ("-1", "x")}
_DEEP_OFFSETS = ("1.5", "null", "1e1")
_DEEP_LIMITS = ("1000000", "null", "true", "1e1", "0x10", "[]")


def pages(session: Session) -> None:
    """Ask both lists for pages that the document does not allow."""
    for operation in (LIST, USAGE):
        page = session.facts.pages[operation]
        limits = [
            each if each != "101" else str(page.maximum + 1) for each in BAD_LIMITS
        ]
        if operation == LIST and not session.deep:
            limits.remove("abc")  # the other list shows it
        for value in [*limits, *(_DEEP_LIMITS if session.deep else ())]:
            _refused(session, operation, "PAG-04", "limit", value)
        offsets = BAD_OFFSETS[operation]
        for value in [*offsets, *(_DEEP_OFFSETS if session.deep else ())]:
            _refused(session, operation, "PAG-05", "offset", value)


def _refused(
    session: Session, operation: str, probe: str, name: str, value: str
) -> None:
    session.read(
        operation,
        probe=probe,
        case=f"{name}={value}",
        query={name: value},
        expects=Expects.REFUSAL,
        subject=f"query.{name}",
    )


_BURST = 40
_DESCRIPTIONS = ("/openapi.json", "/api/v1/openapi.json")


def curiosities(session: Session) -> None:
    """Look for a document that the target serves, and for its rate limit."""
    for target in _DESCRIPTIONS:
        intent = Intent(session.phase, "HTTP-09", target, Expects.ANYTHING)
        session.get(target, intent=intent)
    for _ in range(_BURST):
        exchange = session.read(
            ACCOUNT, probe="RL-04", case="a burst", expects=Expects.ANYTHING
        )
        if exchange.intent.attempt > 1 or exchange.status == 429:
            return


def images(session: Session, known: str | None) -> None:
    """Ask for images that are not there, by ids good and bad."""
    unknown = str(uuid.UUID(int=session.random.getrandbits(128), version=4))
    for query in ({}, {"format": "metadata"}):
        session.read(
            GET,
            probe="GET-04",
            case="an unknown id",
            image=unknown,
            query=query,
            expects=Expects.NOT_FOUND,
        )
    # A number, a word, an id with a character too few, and more than any id. The third
    # begins as an image that is there, for who looks ids up by their beginning.
    malformed = ["1", "not-a-uuid", (known or unknown)[:-1], "x" * 600]
    if session.deep:
        malformed += [f"{unknown}a", f"{unknown}%2Fx"]
    for image in malformed:
        session.read(
            GET,
            probe="GET-05",
            case="an id that is no UUID",
            image=image,
            expects=Expects.NOT_FOUND,
            subject="path.id",
        )
    if known:
        _beside(session, known)


def _beside(session: Session, known: str) -> None:
    """Ask for a known image in ways that the document does not describe."""
    asked: list[tuple[str, str, str, Query]] = [
        ("GET-06", "format=full", known, {"format": "full"}),
        ("GET-10", "the id, then %00", f"{known}%00", {}),
    ]
    if session.deep:
        asked += [
            ("GET-08", "the id in capitals", known.upper(), {}),
            ("GET-10", "the id, then /", f"{known}/", {}),
            ("GET-10", "an unknown parameter", known, {"x": "1"}),
        ]
    for probe, case, image, query in asked:
        session.read(
            GET,
            probe=probe,
            case=case,
            image=image,
            query=query,
            expects=Expects.ANYTHING,
        )
