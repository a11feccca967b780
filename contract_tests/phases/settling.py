"""At the end: wait until everything is consistent, and look at all of it once more."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from contract_tests.bookkeeping import balance_of
from contract_tests.contract.document import ACCOUNT, GET, LIST, USAGE
from contract_tests.phases.purchases import LATER, form
from contract_tests.phases.reads import images_of, total_of
from contract_tests.session import Session, image_of
from contract_tests.tape.exchange import Exchange, Role

LONGEST_DELAY = 12.0
"""A purchase may show everywhere so many seconds late."""
_PAUSES = (0.3, 0.5, 1.0, 2.0, 2.0, 3.0, 3.0)
# A generation that failed may be refunded later than anything else.
_LONG_PAUSES = (5.0, 5.0, 5.0)
# With other clients at work the rows of the run lie deeper than one page.
_MOST_PAGES = 20


def run(session: Session) -> None:
    """Read lists, ledgers and balances until they show what was bought, then images."""
    roles = [Role.MAIN]
    if any(each.role is Role.SECOND for each in session.bought):
        roles.append(Role.SECOND)
    for role in roles:
        _until_consistent(session, role)
    if session.bought:
        session.read(LIST, probe="GEN-P13", case="at the end")
        session.read(LIST, probe="PAG-12", case="at the end", query={"offset": 2})
    _images(session)


def _until_consistent(session: Session, role: Role) -> None:
    latest = max(
        (each.ended for each in session.bought if each.role is role), default=0.0
    )
    refund = role in session.failed
    for pause in (0.0, *_PAUSES, *(_LONG_PAUSES if refund else ())):
        if pause:
            time.sleep(pause)
        consistent = _look(session, role)
        if consistent or (time.time() - latest > LONGEST_DELAY and not refund):
            return


def _look(session: Session, role: Role) -> bool:
    """Read everything once as a sandwich; tell whether nothing is missing."""
    ours = _ours(session, role)
    widest = {each: session.facts.pages[each].maximum for each in (LIST, USAGE)}
    before = _read(session, USAGE, role, limit=widest[USAGE])
    account = session.read(ACCOUNT, probe="LED-02", case="at the end", role=role)
    after = before
    if role is Role.MAIN:
        after = _read(session, USAGE, role, limit=session.facts.pages[USAGE].minimum)
    listed = _read(session, LIST, role, limit=widest[LIST])
    charged = {each: price for each, price in ours.items() if price}
    references = _all(session, role, USAGE, before, set(charged))
    ids = _all(session, role, LIST, listed, set(ours))
    if set(ours) - ids:
        return False
    known = session.book.totals.get((role, LIST))
    if known is not None and total_of(listed) - known < len(ours):
        return False
    # A ledger may refer to something else than images.
    if references & set(charged) and set(charged) - references:
        return False
    grown = total_of(before) - session.book.totals.get((role, USAGE), 0)
    if grown < len(charged):
        return False
    if total_of(before) != total_of(after):
        return role in session.book.shared
    return role in session.book.shared or balance_of(account) in (
        session.book.expected.get(role),
        None,
    )


def _ours(session: Session, role: Role) -> dict[str, int]:
    ours = {}
    for each in session.bought:
        image, credits = each.value.get("image"), each.value.get("credits")
        if each.role is role and isinstance(image, dict) and isinstance(credits, dict):
            charged = credits.get("charged")
            ours[str(image.get("id")).lower()] = (
                charged if isinstance(charged, int) else 0
            )
    return ours


def _all(
    session: Session, role: Role, operation: str, first: Exchange, wanted: set[str]
) -> set[str]:
    """Return the ids on the pages that are needed to find the wanted ones.

    The first page has them all, unless other clients are at work or the list begins
    with the oldest: then it is walked on, from its end first.
    """
    found = _ids(operation, first)
    limit = session.facts.pages[operation].maximum
    total = total_of(first)
    if operation == USAGE and not found:
        return found  # this ledger refers to nothing, so nothing can be looked for
    offsets = [*range(max(0, total - limit), 0, -limit)][:2] if total > limit else []
    offsets += (
        [*range(limit, total, limit)][:_MOST_PAGES]
        if role in session.book.shared
        else []
    )
    for offset in dict.fromkeys(offsets):
        if not wanted - found:
            break
        found |= _ids(
            operation, _read(session, operation, role, limit=limit, offset=offset)
        )
    return found


def _ids(operation: str, exchange: Exchange) -> set[str]:
    if operation == LIST:
        return {each.lower() for each in images_of(exchange)}
    rows = exchange.value.get("transactions")
    return {
        str(row["referenceId"]).lower()
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("referenceId")
    }


def _read(session: Session, operation: str, role: Role, **query: int) -> Exchange:
    return session.read(
        operation, probe="LED-02", case="at the end", role=role, query=query
    )


def _images(session: Session) -> None:
    """Read every image in the form in which it was not read before, two at once."""
    with ThreadPoolExecutor(max_workers=2) as both:
        list(both.map(partial(_image, session), session.bought[:2]))
    for bought in session.bought[2:]:
        _image(session, bought)


def _image(session: Session, bought: Exchange) -> None:
    """Read one image; if it is not there yet, until the longest delay is over."""
    identity = image_of(bought)
    if not identity:
        return
    once = bought in (session.bought[0], *session.bought[LATER:])
    query = {} if once else form(session, bought, at_the_end=True)
    for pause in (0.0, *_PAUSES):
        time.sleep(pause)
        exchange = session.read(
            GET,
            probe="GEN-P12",
            case="at the end",
            image=identity,
            query=query,
            role=bought.role,
        )
        late = time.time() - bought.ended > LONGEST_DELAY
        if exchange.status != 404 or late:
            return
