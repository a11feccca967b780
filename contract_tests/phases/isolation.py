"""Two accounts: neither may see what is the other's."""

from __future__ import annotations

from contract_tests.contract.document import GET, LIST, USAGE
from contract_tests.phases.reads import images_of
from contract_tests.session import Session
from contract_tests.tape.exchange import Exchange, Expects, Role


def lists(session: Session) -> Exchange | None:
    """Read the second account's list and ledger; return its list."""
    if not session.has(Role.SECOND):
        return None
    widest = session.facts.pages[LIST].maximum
    listed = session.read(
        LIST,
        probe="SEC-11",
        case="the second account",
        role=Role.SECOND,
        query={"limit": widest},
    )
    session.read(
        USAGE,
        probe="SEC-11",
        case="the second account",
        role=Role.SECOND,
        query={"limit": widest},
    )
    return listed


def strangers(session: Session, image: str, *, owner: Role, reader: Role) -> None:
    """Let one account ask for an image of the other, whole and as metadata."""
    if not (session.has(owner) and session.has(reader)):
        return
    for query in ({}, {"format": "metadata"}):
        session.read(
            GET,
            probe="SEC-11",
            case=f"an image of the {owner} account, by the {reader} account",
            role=reader,
            image=image,
            query=query,
            expects=Expects.NOT_FOUND,
        )


def both_ways(session: Session, mine: str | None, theirs: Exchange | None) -> None:
    """Let each account ask for an image of the other."""
    if mine:
        strangers(session, mine, owner=Role.MAIN, reader=Role.SECOND)
    if theirs and (ids := images_of(theirs)):
        strangers(session, ids[0], owner=Role.SECOND, reader=Role.MAIN)
