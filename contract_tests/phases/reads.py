"""Lists and pages: defaults, limits, walks, the end, and older images."""

from __future__ import annotations

from contract_tests.contract.document import GET, LIST, USAGE
from contract_tests.phases.preflight import learn_prices
from contract_tests.session import Query, Session
from contract_tests.tape.exchange import Exchange, Expects

# Beyond any history, but within 32 bits.
_FAR = 1_000_000
# The first of these that does not divide the total makes a page that is not full.
_STEPS = (7, 5, 3)
_HUGE = 2**63


def run(session: Session) -> list[str]:
    """Read both lists in all ways that the document allows; return images, in order.

    They are the ids of the largest page, and of the last one.
    """
    pages = _pages(session, LIST)
    _pages(session, USAGE)
    return [identity for page in pages for identity in images_of(page)]


def _pages(session: Session, operation: str) -> list[Exchange]:
    """Read one list; return its largest page and, if there are more, its last."""
    page = session.facts.pages[operation]
    widest = _read(session, operation, "PAG-03", "the largest page", limit=page.maximum)
    learn_prices(session, widest)
    total = total_of(widest)
    if operation == LIST or session.smoke:  # that of the ledger comes with its balance
        smallest = {"limit": page.minimum, "offset": 0}
        _read(session, operation, "PAG-03", "the smallest page", **smallest)
    if session.smoke:
        return [widest]
    pages = [widest]
    _read(session, operation, "PAG-07", "only offset", offset=2)
    step = next((each for each in _STEPS if total % each), _STEPS[-1])
    for offset in range(step, min(total, 3 * step), step):
        _read(session, operation, "PAG-08", "a walk", limit=step, offset=offset)
    if total > 3 * step:
        last = max(0, total - 3)
        pages.append(
            _read(
                session, operation, "PAG-08", "the last page", limit=step, offset=last
            )
        )
    if total > page.maximum:
        far = page.maximum - 5
        _read(session, operation, "PAG-08", "over 100", limit=10, offset=far)
        _read(
            session,
            operation,
            "PAG-08",
            "second widest",
            limit=page.maximum,
            offset=page.maximum,
        )
    if operation == LIST or session.deep:
        _read(session, operation, "PAG-05", "right at the end", limit=5, offset=total)
    _read(session, operation, "PAG-05", "past the end", offset=total + _FAR)
    _read(session, operation, "PAG-09", "the same again", limit=page.maximum)
    return pages


def huge_offsets(session: Session) -> None:
    """Ask for an offset that no 64-bit number holds."""
    for operation in (LIST, USAGE) if session.deep else (LIST,):
        session.read(
            operation,
            probe="PAG-06",
            case="an offset of 2^63",
            query={"offset": _HUGE},
            expects=Expects.ANYTHING,
        )


def _read(
    session: Session, operation: str, probe: str, case: str, **query: int
) -> Exchange:
    return session.read(operation, probe=probe, case=case, query=query)


def total_of(exchange: Exchange) -> int:
    """Return the total that a list tells, 0 if it tells none."""
    total = exchange.value.get("total")
    return total if isinstance(total, int) and not isinstance(total, bool) else 0


def images_of(exchange: Exchange) -> list[str]:
    """Return the ids of the images on a page, in its order."""
    rows = exchange.value.get("images")
    return [
        str(row["id"])
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and isinstance(row.get("id"), str)
    ]


def older_images(session: Session, ids: list[str]) -> None:
    """Read images of the history whole and as metadata: the newest and the oldest."""
    chosen = list(dict.fromkeys(ids[:1] + ids[-1:]))
    for image in chosen[: 1 if session.smoke else None]:
        session.read(GET, probe="GET-01", case="an older image", image=image)
        query: Query = {"format": "metadata"}
        session.read(
            GET, probe="GET-02", case="an older image", image=image, query=query
        )
