"""Lists of images and of transactions: pages, totals, order, and what stays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from contract_tests.clauses.refusals import is_refused
from contract_tests.contract.document import GET, LIST, USAGE
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Judge,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import Evidence, Page, instant
from contract_tests.judgement.findings import (
    broken,
    held,
    obstacle,
    shown,
    unclear,
)
from contract_tests.tape.exchange import Expects, Json, Role

_L = "/paths/~1api~1v1~1images/get"
_U = "/paths/~1api~1v1~1usage/get"
_BOTH = (LIST, USAGE)
# A list may lag behind so many seconds; what is still wrong later is wrong.
LATEST = 15.0


def _both(suffix: str, quote: str) -> tuple[Source, ...]:
    return Source(f"{_L}{suffix}", quote), Source(f"{_U}{suffix}", quote)


def _every_page(evidence: Evidence) -> Iterator[Page]:
    for operation in _BOTH:
        yield from evidence.pages(operation)


def _accepted(evidence: Evidence, *probes: str) -> Iterator[Finding]:
    """Judge whether the pages that were asked for were given."""
    for exchange in evidence.probes(*probes):
        wanted = exchange.intent.expects is Expects.SUCCESS
        if not wanted or exchange.status == 200 or exchange.operation not in _BOTH:
            continue
        reason = obstacle(exchange)
        if reason or (exchange.status or 0) >= 500:
            yield unclear(exchange, reason=reason or shown(exchange))
        else:
            yield broken(
                exchange,
                expected="200: the page is one that may be asked for",
                observed=shown(exchange),
            )


def _defaults(evidence: Evidence) -> Iterator[Finding]:
    yield from _accepted(evidence, "PAG-01")
    for operation in _BOTH:
        page = evidence.facts.pages[operation]
        for exchange in evidence.good(operation):
            for name, default in (
                ("limit", page.default_limit),
                ("offset", page.default_offset),
            ):
                if name in exchange.request.query:
                    continue
                value = exchange.value.get(name)
                if value == default:
                    yield held(exchange)
                else:
                    yield broken(
                        exchange,
                        expected=f"{name} {default}, the default",
                        observed=f"{name} {value!r}",
                    )


def _echo(evidence: Evidence) -> Iterator[Finding]:
    for operation in _BOTH:
        for exchange in evidence.good(operation):
            for name, sent in exchange.request.query.items():
                if name not in ("limit", "offset") or not sent.isdigit():
                    continue
                value = exchange.value.get(name)
                if value == int(sent):
                    yield held(exchange)
                elif exchange.intent.expects is Expects.SUCCESS:
                    yield broken(
                        exchange,
                        expected=f"{name} {sent}, as it was asked for",
                        observed=f"{name} {value!r}",
                    )


def _counts(evidence: Evidence) -> Iterator[Finding]:
    yield from _accepted(
        evidence, "PAG-03", "PAG-07", "PAG-08", "PAG-09", "PAG-F", "PLAN-1"
    )
    for page in _every_page(evidence):
        if page.exchange.intent.expects is not Expects.SUCCESS:
            continue
        wanted = min(page.limit, max(0, page.total - page.offset))
        if len(page.rows) == wanted:
            yield held(page.exchange)
        else:
            yield broken(
                page.exchange,
                expected=f"{wanted} rows: limit {page.limit}, offset {page.offset}, total {page.total}",
                observed=f"{len(page.rows)} rows",
            )


def _refused_limits(evidence: Evidence) -> Iterator[Finding]:
    yield from _refusals(evidence, "PAG-04")


def _refusals(evidence: Evidence, probe: str) -> Iterator[Finding]:
    for exchange in evidence.probes(probe):
        if exchange.intent.expects is Expects.REFUSAL:
            yield is_refused(exchange)


def _offsets(evidence: Evidence) -> Iterator[Finding]:
    yield from _refusals(evidence, "PAG-05")
    yield from _accepted(evidence, "PAG-05")
    for page in _every_page(evidence):
        if page.exchange.intent.probe == "PAG-05" and page.offset >= page.total:
            if page.rows:
                yield broken(
                    page.exchange,
                    expected="an empty page past the end",
                    observed=f"{len(page.rows)} rows",
                )
            else:
                yield held(page.exchange)


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
    for operation in _BOTH:
        for role in Role:
            group = [
                page
                for page in evidence.pages(operation, role)
                if not any(
                    page.exchange.at - LATEST < write
                    for write in writes
                    if write < page.exchange.ended
                )
            ]
            if len(group) > 2 and group[0].total == group[-1].total:
                yield operation, group


def _huge(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.probes("PAG-06"):
        if exchange.status is not None and exchange.status >= 500:
            yield broken(exchange, expected="no server error", observed=shown(exchange))
        elif exchange.reply:
            yield held(exchange)


def _groups(evidence: Evidence) -> Iterator[list[Page]]:
    """Yield the pages that show one and the same state of a list: those of one total."""
    for operation in _BOTH:
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
    for operation in _BOTH:
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
    for page in _every_page(evidence):
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
    for operation in _BOTH:
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


def conforms(operation: str) -> Judge:
    """Return a judge of the form of an operation's successful replies."""

    def judge(evidence: Evidence) -> Iterator[Finding]:
        described = evidence.contract.operations[operation]
        for exchange in evidence.exchanges:
            if exchange.operation != operation or exchange.status != 200:
                continue
            if exchange.reply is None or not exchange.reply.has_json:
                continue
            pointer = evidence.contract.reply_schema(
                described, 200, exchange.request.query
            )
            violations = evidence.contract.violations(
                pointer or "", exchange.reply.body
            )
            if violations:
                yield broken(
                    exchange,
                    expected="a body that the schema allows",
                    observed=str(violations[0]),
                )
            else:
                yield held(exchange)

    return judge


def _no_bytes(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.good(LIST):
        paths = [path for path, _ in exchange.reply.pictures] if exchange.reply else []
        if paths:
            yield broken(
                exchange,
                expected="metadata without image bytes",
                observed=f"bytes at {paths[0]}",
            )
        else:
            yield held(exchange)


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


CLAUSES = (
    Clause(
        "PAG-01",
        "Without parameters a list has limit 20 and offset 0.",
        (
            *_both("/parameters/0/description", "Defaults to 20"),
            *_both("/parameters/1/description", "Defaults to 0"),
        ),
        Level.MUST,
        _defaults,
        requests=2,
    ),
    Clause(
        "PAG-02",
        "A page tells the limit and offset that were asked for.",
        (
            Source(
                "/components/schemas/ListImagesResponse/required", '"limit","offset"'
            ),
            Source(
                "/components/schemas/ListUsageResponse/required", '"limit","offset"'
            ),
        ),
        Level.DERIVED,
        _echo,
    ),
    Clause(
        "PAG-03",
        "A page has as many rows as limit, offset and total say.",
        (
            *_both("/parameters/0/description", "Number of items to return"),
            *_both("/parameters/0/schema/maximum", "100"),
        ),
        Level.MUST,
        _counts,
        requests=4,
    ),
    Clause(
        "PAG-04",
        "A limit that is no whole number from 1 to 100 is refused.",
        (
            *_both("/parameters/0/schema/minimum", "1"),
            *_both("/parameters/0/description", "Maximum is 100"),
        ),
        Level.MUST,
        _refused_limits,
        needs=(Need.STANDARD,),
        requests=12,
    ),
    Clause(
        "PAG-05",
        "An offset below 0 is refused, and one past the end gives an empty page.",
        _both("/parameters/1/schema/minimum", "0"),
        Level.MUST,
        _offsets,
        needs=(Need.STANDARD,),
        requests=10,
    ),
    Clause(
        "PAG-06",
        "A huge offset is no server error.",
        _both("/parameters/1/schema/type", "integer"),
        Level.SHOULD,
        _huge,
        needs=(Need.STANDARD,),
        requests=2,
    ),
    Clause(
        "PAG-07",
        "The same place of a list has the same row, whatever page it is read by.",
        _both("/parameters/1/description", "Number of items to skip"),
        Level.DERIVED,
        _slices,
        requests=8,
    ),
    Clause(
        "PAG-08",
        "A walk over the pages shows no row twice.",
        _both("/parameters/1/description", "Number of items to skip"),
        Level.DERIVED,
        _no_row_twice,
    ),
    Clause(
        "PAG-09",
        "The same page twice has the same rows in the same order while nothing is added.",
        (
            Source(f"{_L}/description", "Returns paginated metadata"),
            Source(f"{_U}/description", "Returns paginated credit transactions"),
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
                f"{_L}/description",
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
    Clause(
        "LST-11",
        "A list of images has no image bytes.",
        (Source(f"{_L}/description", "Base64 image bytes are not included."),),
        Level.MUST,
        _no_bytes,
    ),
    Clause(
        "LST-12",
        "A list of images, and every image in it, has the form that the document gives it.",
        (
            Source("/components/schemas/ListImagesResponse/required", '"images"'),
            Source("/components/schemas/ImageMetadata/required", '"createdAt"'),
        ),
        Level.MUST,
        conforms(LIST),
    ),
    Clause(
        "USE-01",
        "A list of transactions, and every transaction in it, has the form that the document gives it.",
        (
            Source("/components/schemas/ListUsageResponse/required", '"transactions"'),
            Source("/components/schemas/CreditTransaction/required", '"referenceId"'),
        ),
        Level.MUST,
        conforms(USAGE),
    ),
)
