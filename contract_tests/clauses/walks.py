"""Many pages of a list: the same rows at the same places, none twice, none lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from contract_tests.clauses.paging import BOTH, both, every_page
from contract_tests.clauses.places import LIST_AT, USAGE_AT
from contract_tests.contract.document import (
    GET,
)
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import (
    Evidence,
    Page,
    instant,
)
from contract_tests.judgement.findings import (
    LATEST,
    broken,
    held,
)
from contract_tests.tape.exchange import (
    Json,
    Role,
)


def _total_everywhere(evidence: Evidence) -> Iterator[Finding]:
    """Compare the totals that pages of one list tell at one time."""
    for _, pages in _quiet(evidence):
        totals = Counter(page.total for page in pages)
        usual, _ = totals.most_common(1)[0]
        for page in pages:
            if page.total != usual:
                yield broken(
                    page.exchange,
                    *(each.exchange for each in pages if each.total == usual),
                    expected=f"total {usual}, as on the other pages at that time",
                    observed=f"total {page.total} with limit {page.limit}, offset {page.offset}",
                )
            else:
                yield held(page.exchange)


def _quiet(evidence: Evidence) -> Iterator[tuple[str, list[Page]]]:
    """Yield runs of pages of one list between which nothing can have changed it.

    It is quiet long after the last image, and when the total is the same at both ends:
    totals never fall, so nobody else has added anything either.
    """
    writes = [
        each.ended
        for each in evidence.exchanges
        if each.request.method == "POST" and each.status == 200
    ]
    for operation in BOTH:
        for role in Role:
            groups: dict[int, list[Page]] = defaultdict(list)
            for page in evidence.pages(operation, role):
                before = [write for write in writes if write < page.exchange.ended]
                if all(write <= page.exchange.at - LATEST for write in before):
                    groups[len(before)].append(page)
            for group in groups.values():
                if len(group) > 2 and group[0].total == group[-1].total:
                    yield operation, group


def _groups(evidence: Evidence) -> Iterator[list[Page]]:
    """Yield the pages that show one and the same state of a list: those of one total."""
    for operation in BOTH:
        for role in Role:
            by_total: dict[int, list[Page]] = defaultdict(list)
            for page in evidence.pages(operation, role):
                by_total[page.total].append(page)
            yield from by_total.values()


def _slices(evidence: Evidence) -> Iterator[Finding]:
    for pages in _groups(evidence):
        seen: dict[int, tuple[str, Page]] = {}
        for page in pages:
            clash = None
            for position, row in page.at():
                identity = str(row.get("id")).lower()
                known, where = seen.setdefault(position, (identity, page))
                if known != identity and not _same_query(where, page):
                    clash = clash or (position, where)
            if clash:
                position, where = clash
                yield broken(
                    page.exchange,
                    where.exchange,
                    expected=f"the same row at place {position} (total {page.total}) whatever the page",
                    observed=f"limit {page.limit}, offset {page.offset} shows another than limit {where.limit}, offset {where.offset}",
                )
            elif len(pages) > 1 and page.rows:
                yield held(page.exchange)


def _same_query(one: Page, other: Page) -> bool:
    return (one.limit, one.offset) == (other.limit, other.offset)


def _no_row_twice(evidence: Evidence) -> Iterator[Finding]:
    for pages in _groups(evidence):
        places: dict[str, tuple[int, Page]] = {}
        for page in pages:
            for position, row in page.at():
                identity = str(row.get("id")).lower()
                known, where = places.setdefault(identity, (position, page))
                if known != position and (
                    where is page or not _same_query(where, page)
                ):
                    yield broken(
                        page.exchange,
                        where.exchange,
                        expected=f"each row once in a list of {page.total}",
                        observed=f"{identity} at places {known} and {position}",
                    )
                    break
            else:
                if page.rows:
                    yield held(page.exchange)


def _stable(evidence: Evidence) -> Iterator[Finding]:
    for pages in _groups(evidence):
        first: dict[tuple[int, int], Page] = {}
        for page in pages:
            known = first.setdefault((page.limit, page.offset), page)
            if known is page or not page.rows:
                continue
            if _ids(known.rows) == _ids(page.rows):
                yield held(page.exchange, known.exchange)
            else:
                yield broken(
                    page.exchange,
                    known.exchange,
                    expected="the same rows in the same order when nothing was added",
                    observed="another order"
                    if set(_ids(known.rows)) == set(_ids(page.rows))
                    else "other rows",
                )


def _ids(rows: Iterable[Mapping[str, Json]]) -> list[str]:
    return [str(row.get("id")).lower() for row in rows]


def _kept(evidence: Evidence) -> Iterator[Finding]:
    for operation in BOTH:
        for role in Role:
            pages = evidence.pages(operation, role)
            if len(pages) < 2:
                continue
            highest = max(pages[:-1], key=lambda page: page.total)
            last = pages[-1]
            if (
                last.total < highest.total
                and last.exchange.at - highest.exchange.at > LATEST / 10
            ):
                steady = [
                    page for page in pages if page.exchange.at > last.exchange.at - 1
                ]
                if all(page.total < highest.total for page in steady):
                    yield broken(
                        last.exchange,
                        highest.exchange,
                        expected=f"a total of at least {highest.total}: nothing can be deleted",
                        observed=f"total {last.total}",
                    )
                    continue
            yield from _vanished(pages)


def _vanished(pages: list[Page]) -> Iterator[Finding]:
    """Look for rows that a complete list of the end does not show any more."""
    total = pages[-1].total
    final = [page for page in pages if page.total == total]
    shown_now = {position: row for page in final for position, row in page.at()}
    if not set(range(total)) <= shown_now.keys():
        yield held(pages[-1].exchange)
        return
    there = set(_ids(shown_now.values()))
    for page in pages:
        lost = [each for each in _ids(page.rows) if each not in there]
        if lost and page.exchange.number < final[-1].exchange.number:
            yield broken(
                final[-1].exchange,
                page.exchange,
                expected=f"{lost[0]} is still there: nothing can be deleted",
                observed=f"it is in no page of all {total} rows",
            )
            return
    yield held(pages[-1].exchange)


def _order(evidence: Evidence) -> Iterator[Finding]:
    for page in every_page(evidence):
        times = [
            when
            for row in page.rows
            if (when := instant(row.get("createdAt"))) is not None
        ]
        if len(times) < 3:
            continue
        if times == sorted(times) or times == sorted(times, reverse=True):
            yield held(page.exchange)
        else:
            yield broken(
                page.exchange,
                expected="rows in order of createdAt",
                observed="a mixed order",
            )


def _one_direction(evidence: Evidence) -> Iterator[Finding]:
    """Tell which end of a list is the newest."""
    for operation in BOTH:
        for page in evidence.pages(operation, Role.MAIN):
            times = [instant(row.get("createdAt")) for row in page.rows]
            known = [each for each in times if each is not None]
            if len(known) > 1 and known[0] != known[-1]:
                words = "newest first" if known[0] > known[-1] else "oldest first"
                yield broken(
                    page.exchange,
                    expected="either direction",
                    observed=f"{operation}: {words}",
                )
                break


def _earlier(evidence: Evidence) -> Iterator[Finding]:
    """Compare with what `--state` remembers of an earlier run."""
    earlier = evidence.run.earlier
    if not earlier:
        return
    images = earlier.get("images")
    for identity in images if isinstance(images, dict) else {}:
        reads = [
            each
            for each in evidence.last_attempts
            if each.operation == GET
            and each.request.path.lower().endswith(identity)
            and each.intent.probe == "PAG-13"
        ]
        for exchange in reads:
            if exchange.status == 200:
                yield held(exchange)
            elif exchange.status == 404:
                yield broken(
                    exchange,
                    expected=f"{identity} is still there, as in an earlier run",
                    observed="404",
                    level=Level.SHOULD,
                )


"""Money: what is charged, what is left, and what the ledger says of it."""


CLAUSES = (
    Clause(
        "PAG-07",
        "The same place of a list has the same row, whatever page it is read by.",
        both("/parameters/1/description", "Number of items to skip"),
        Level.DERIVED,
        _slices,
        requests=8,
    ),
    Clause(
        "PAG-08",
        "A walk over the pages shows no row twice.",
        both("/parameters/1/description", "Number of items to skip"),
        Level.DERIVED,
        _no_row_twice,
    ),
    Clause(
        "PAG-09",
        "The same page twice has the same rows in the same order while nothing is added.",
        (
            Source(f"{LIST_AT}/description", "Returns paginated metadata"),
            Source(f"{USAGE_AT}/description", "Returns paginated credit transactions"),
        ),
        Level.DERIVED,
        _stable,
        requests=2,
    ),
    Clause(
        "PAG-10",
        "Totals never fall and no row vanishes: no operation deletes.",
        (
            Source(
                f"{LIST_AT}/description",
                "Returns paginated metadata for the caller's generated images",
            ),
        ),
        Level.DERIVED,
        _kept,
    ),
    Clause(
        "PAG-11",
        "Which end of a list is the newest.",
        (Source("", "the document states no order"),),
        Level.INFO,
        _one_direction,
    ),
    Clause(
        "PAG-12",
        "The total is that of the whole list, whatever page was asked for.",
        (
            Source(
                "/components/schemas/ListImagesResponse/properties/total", '"minimum":0'
            ),
            Source(
                "/components/schemas/ListUsageResponse/properties/total", '"minimum":0'
            ),
        ),
        Level.DERIVED,
        _total_everywhere,
    ),
    Clause(
        "PAG-13",
        "Images of an earlier run are still there.",
        (
            Source(
                "/paths/~1api~1v1~1images~1generate/post/description",
                "stores the generation",
            ),
        ),
        Level.SHOULD,
        _earlier,
        needs=(Need.STATE,),
        requests=5,
    ),
    Clause(
        "PAG-14",
        "Rows stand in order of createdAt.",
        (Source("", "the document states no order"),),
        Level.SHOULD,
        _order,
    ),
)
