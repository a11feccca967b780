"""One page of a list: limits, offsets, counts, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.paging import BOTH, both, every_page
from contract_tests.clauses.refusing import is_refused
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import (
    Evidence,
)
from contract_tests.judgement.findings import (
    broken,
    held,
    obstacle,
    shown,
    unclear,
)
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    Json,
)


def _accepted(evidence: Evidence, *probes: str) -> Iterator[Finding]:
    """Judge whether the pages that were asked for were given."""
    for exchange in evidence.probes(*probes):
        wanted = exchange.intent.expects is Expects.SUCCESS
        if not wanted or exchange.status == 200 or exchange.operation not in BOTH:
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
    for operation in BOTH:
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


def _page_echo(evidence: Evidence) -> Iterator[Finding]:
    for operation in BOTH:
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
    for page in every_page(evidence):
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
    for page in every_page(evidence):
        if page.exchange.intent.probe == "PAG-05" and page.offset >= page.total:
            if page.rows:
                yield broken(
                    page.exchange,
                    expected="an empty page past the end",
                    observed=f"{len(page.rows)} rows",
                )
            else:
                yield held(page.exchange)


def _rows(exchange: Exchange) -> list[Json]:
    rows = exchange.value.get("images", exchange.value.get("transactions"))
    return rows if isinstance(rows, list) else []


def _huge(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.probes("PAG-06"):
        if exchange.status is not None and exchange.status >= 500:
            yield broken(exchange, expected="no server error", observed=shown(exchange))
        elif exchange.status == 200 and _rows(exchange):
            yield broken(
                exchange,
                expected="an empty page: the offset is past the end",
                observed=f"{len(_rows(exchange))} rows",
                level=Level.MUST,
            )
        elif exchange.reply:
            yield held(exchange)


CLAUSES = (
    Clause(
        "PAG-01",
        "Without parameters a list has limit 20 and offset 0.",
        (
            *both("/parameters/0/description", "Defaults to 20"),
            *both("/parameters/1/description", "Defaults to 0"),
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
        _page_echo,
    ),
    Clause(
        "PAG-03",
        "A page has as many rows as limit, offset and total say.",
        (
            *both("/parameters/0/description", "Number of items to return"),
            *both("/parameters/0/schema/maximum", "100"),
        ),
        Level.MUST,
        _counts,
        requests=4,
    ),
    Clause(
        "PAG-04",
        "A limit that is no whole number from 1 to 100 is refused.",
        (
            *both("/parameters/0/schema/minimum", "1"),
            *both("/parameters/0/description", "Maximum is 100"),
        ),
        Level.MUST,
        _refused_limits,
        needs=(Need.STANDARD,),
        requests=12,
    ),
    Clause(
        "PAG-05",
        "An offset below 0 is refused, and one past the end gives an empty page.",
        both("/parameters/1/schema/minimum", "0"),
        Level.MUST,
        _offsets,
        needs=(Need.STANDARD,),
        requests=10,
    ),
    Clause(
        "PAG-06",
        "A huge offset is no server error, and gives no rows.",
        both("/parameters/1/schema/type", "integer"),
        Level.SHOULD,
        _huge,
        needs=(Need.STANDARD,),
        requests=2,
    ),
)
