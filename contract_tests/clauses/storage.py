"""Bought images are stored, listed and shown, whole or as metadata."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.places import GENERATE_AT, GET_AT, STORES
from contract_tests.contract.document import GET, LIST
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
)
from contract_tests.judgement.findings import (
    LATEST,
    broken,
    held,
    obstacle,
    shown,
    unclear,
)
from contract_tests.judgement.ledger import (
    accounts,
)
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
)


def _stored(evidence: Evidence) -> Iterator[Finding]:
    """Every bought image can be read; a late one warns, a lost one is a breach."""
    for each in evidence.bought():
        reads = [
            read
            for read in evidence.exchanges
            if read.operation == GET
            and read.role is each.exchange.role
            and read.intent.expects is Expects.SUCCESS
            and read.request.path.rpartition("/")[2].lower() == each.id
            and read.number > each.exchange.number
        ]
        missing = [read for read in reads if read.status == 404]
        there = [read for read in reads if read.status == 200]
        lost = [
            read for read in missing if any(one.number < read.number for one in there)
        ]
        late = [read for read in missing if read.at - each.exchange.ended > LATEST]
        if lost and lost[-1] is reads[-1]:
            yield broken(
                lost[-1],
                each.exchange,
                expected="the image, which was there before",
                observed="404",
            )
        elif missing and (late or not there) and missing[-1] is reads[-1]:
            yield broken(
                missing[-1],
                each.exchange,
                expected="the image that was bought",
                observed="404",
            )
        elif missing and there:
            yield broken(
                missing[0],
                there[0],
                expected="the image that was bought, as soon as it is",
                observed="404, and the image when asked again",
                level=Level.SHOULD,
            )
        elif there:
            yield held(*there)
        elif reads:
            yield unclear(*reads, reason=shown(reads[-1]))


def _listed(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.bought():
        role = each.exchange.role
        pages = [
            page
            for page in evidence.pages(LIST, role)
            if page.exchange.number > each.exchange.number
        ]
        if not pages:
            continue
        found = [
            page
            for page in pages
            if any(str(row.get("id")).lower() == each.id for row in page.rows)
        ]
        if found:
            yield held(found[0].exchange)
            continue
        final = [page for page in pages if page.total == pages[-1].total]
        places = {position for page in final for position, _ in page.at()}
        if set(range(pages[-1].total)) <= places or _both_ends(final, pages[-1].total):
            yield broken(
                pages[-1].exchange,
                each.exchange,
                expected=f"the image {each.id} in the list",
                observed="it is in none of the pages",
            )
        else:
            yield unclear(
                pages[-1].exchange, reason="the list was too long to be read to its end"
            )


def _both_ends(pages: list[Page], total: int) -> bool:
    places = {position for page in pages for position, _ in page.at()}
    return {0, total - 1} <= places


def _get_whole(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.last_attempts:
        if (
            exchange.operation != GET
            or exchange.request.query
            or exchange.intent.expects is not Expects.SUCCESS
        ):
            continue
        if exchange.status == 200 and exchange.reply and exchange.reply.has_json:
            image = exchange.value.get("image")
            if isinstance(image, dict) and isinstance(image.get("b64_json"), str):
                yield held(exchange)
            elif isinstance(image, dict):
                yield broken(
                    exchange,
                    expected="b64_json, as no format was asked for",
                    observed="no b64_json",
                )
        elif (reason := obstacle(exchange)) is not None:
            yield unclear(exchange, reason=reason)
        elif exchange.intent.probe == "GET-01" and exchange.status is not None:
            yield from _not_readable(evidence, exchange)


def _not_readable(evidence: Evidence, exchange: Exchange) -> Iterator[Finding]:
    identity = exchange.request.path.rpartition("/")[2].lower()
    listed = [
        each
        for each in evidence.by_image.get(identity, [])
        if each.position is not None
    ]
    free = any(not each.value.get("creditCost") for each in listed)
    if exchange.status == 404 and free:
        yield unclear(
            exchange,
            reason="an image of the list that was free, so perhaps a failed one",
        )
    elif exchange.status is not None and exchange.status < 500:
        yield broken(
            exchange,
            expected="an image of the list can be read",
            observed=shown(exchange),
        )


def _get_metadata(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.last_attempts:
        if (
            exchange.operation != GET
            or exchange.request.query.get("format") != "metadata"
        ):
            continue
        image = exchange.value.get("image")
        if exchange.status == 200 and isinstance(image, dict):
            if exchange.pictures or image.get("b64_json") is not None:
                yield broken(
                    exchange,
                    expected="no bytes, as format=metadata was asked for",
                    observed="b64_json is there",
                )
            elif "b64_json" in image:
                yield broken(
                    exchange,
                    expected="no b64_json",
                    observed="b64_json: null",
                    level=Level.SHOULD,
                )
            else:
                yield held(exchange)
        elif (
            exchange.intent.probe == "GET-02"
            and exchange.status not in (None, 200)
            and obstacle(exchange) is None
        ):
            yield from _not_readable(evidence, exchange)


def _right_image(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.good(GET):
        image = exchange.value.get("image")
        asked = exchange.request.path.rstrip("/").rpartition("/")[2].lower()
        if not isinstance(image, dict) or "id" not in image:
            continue
        identity = str(image["id"]).lower()
        if identity == asked or (
            exchange.intent.expects is Expects.ANYTHING and asked.startswith(identity)
        ):
            yield held(exchange)
        else:
            yield broken(
                exchange,
                expected=f"the image {asked[:60]}",
                observed=f"the image {identity}",
            )


def _total_grows(evidence: Evidence) -> Iterator[Finding]:
    """Each bought image adds one to the total of the list."""
    for ledger in accounts(evidence):
        pages = evidence.pages(LIST, ledger.role)
        if len(pages) < 2 or not ledger.purchases:
            continue
        first, last = pages[0], pages[-1]
        own = [
            each
            for each in ledger.purchases
            if first.exchange.number < each.exchange.number < last.exchange.number
        ]
        if not own:
            continue
        grown = last.total - first.total
        unsure = len(ledger.uncertain)
        if len(own) <= grown <= len(own) + unsure or (
            ledger.shared and grown > len(own)
        ):
            yield held(last.exchange, first.exchange)
        elif last.exchange.at - own[-1].exchange.ended < LATEST / 2 and grown < len(
            own
        ):
            yield unclear(last.exchange, reason="the list was read too early")
        else:
            yield broken(
                last.exchange,
                first.exchange,
                expected=f"a total of {first.total + len(own)}: {first.total} and {len(own)} bought",
                observed=f"a total of {last.total}",
            )


"""Messages: media type, JSON, statuses, errors, and what must not stand in them."""


CLAUSES = (
    Clause(
        "GEN-P12",
        "A bought image can be read by its id, and goes on to be there.",
        (STORES,),
        Level.MUST,
        _stored,
        needs=(Need.BUDGET,),
        requests=16,
    ),
    Clause(
        "GEN-P13",
        "A bought image is in the list.",
        (
            STORES,
            Source(
                "/paths/~1api~1v1~1images/get/description",
                "the caller's generated images",
            ),
        ),
        Level.MUST,
        _listed,
        needs=(Need.BUDGET,),
        requests=3,
    ),
    Clause(
        "GEN-P15",
        "Every image that was bought adds one to the total of the list.",
        (Source(f"{GENERATE_AT}/description", "stores the generation"),),
        Level.DERIVED,
        _total_grows,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GET-01",
        "By default an image comes with its bytes.",
        (
            Source(
                f"{GET_AT}/description",
                "By default the response includes inline base64 image bytes.",
            ),
        ),
        Level.MUST,
        _get_whole,
        requests=3,
    ),
    Clause(
        "GET-02",
        "With format=metadata an image comes without bytes.",
        (
            Source(
                f"{GET_AT}/parameters/1/description",
                "Pass metadata to omit b64_json from the response.",
            ),
        ),
        Level.MUST,
        _get_metadata,
        requests=3,
    ),
    Clause(
        "GET-03",
        "The image that comes is the one that was asked for.",
        (Source(f"{GET_AT}/parameters/0/name", "id"),),
        Level.DERIVED,
        _right_image,
    ),
)
