"""Two accounts: neither may see what is the other's."""

from __future__ import annotations

from contract_tests.contract.document import GET, LIST, USAGE
from contract_tests.session import Query, Session
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


def stranger(
    session: Session, image: str, *, owner: Role, reader: Role, query: Query
) -> None:
    """Let one account ask for an image of the other."""
    if session.has(owner) and session.has(reader):
        session.read(
            GET,
            probe="SEC-11",
            case=f"an image of the {owner} account, by the {reader} account",
            role=reader,
            image=image,
            query=query,
            expects=Expects.NOT_FOUND,
        )


def both_ways(session: Session, mine: str | None, theirs: str | None) -> None:
    """Let each account ask for an image of the other: one whole, one as metadata."""
    if mine:
        stranger(session, mine, owner=Role.MAIN, reader=Role.SECOND, query={})
    if theirs:
        query: Query = {"format": "metadata"}
        stranger(session, theirs, owner=Role.SECOND, reader=Role.MAIN, query=query)
