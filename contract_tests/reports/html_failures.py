"""Failures, warnings and exchanges as the HTML report shows them."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from contract_tests.judgement.clause import Source
from contract_tests.judgement.report import Breach, Outcome, Report, Verdict
from contract_tests.reports.excerpts import picture_line, reply_text, request_text
from contract_tests.reports.grouping import (
    Case,
    breaches_worst_first,
    worst_level,
)
from contract_tests.reports.html_elements import Html, element, together
from contract_tests.reports.printable import shortened
from contract_tests.reports.wording import count, duration
from contract_tests.tape.exchange import Exchange, Picture

MOST_BREACHES = 5
_MOST = 2000
_PNG = b"\x89PNG\r\n\x1a\n"


def anchor(clause_id: str) -> str:
    """Return the id of the element that tells of a clause."""
    kept = "".join(each if each.isalnum() else "-" for each in clause_id)
    return f"clause-{kept}"


def told(report: Report, case: Case, thumbnails: Mapping[str, bytes]) -> Html:
    """Return a failure or warning with all that a reader needs to repeat it."""
    verdict = case.verdict
    breaches = breaches_worst_first(verdict)
    more = len(breaches) - MOST_BREACHES
    news = verdict.outcome == Outcome.FAILED and verdict.accepted is None
    first = breaches[0] if breaches and news else None
    return element(
        "article",
        _title(verdict),
        _also(case),
        element("p", verdict.reason) if verdict.reason else None,
        _accepted(verdict),
        *(_source(each) for each in verdict.clause.sources),
        *(
            _breach(report, each, thumbnails, opened=each is first)
            for each in breaches[:MOST_BREACHES]
        ),
        element("p", f"It is broken in {more} more ways.") if more > 0 else None,
        id=anchor(verdict.clause.id),
        class_=verdict.outcome.value,
    )


def thumbnail(picture: Picture, thumbnails: Mapping[str, bytes]) -> Html | None:
    """Return the thumbnail of a picture as a data URL, None if there is none."""
    content = thumbnails.get(picture.sha256)
    if content is None or not content.startswith(_PNG):
        return None
    address = f"data:image/png;base64,{base64.b64encode(content).decode('ascii')}"
    return element("img", src=address, alt="")


def _title(verdict: Verdict) -> Html:
    level = element("span", worst_level(verdict).value, class_="quiet")
    name = element("span", verdict.clause.id, class_="id outcome")
    return element("h3", name, " ", verdict.clause.text, " ", level)


def _also(case: Case) -> Html | None:
    if not case.also:
        return None
    ids = ", ".join(each.clause.id for each in case.also)
    return element("p", "Also breaks: ", element("span", ids))


def _accepted(verdict: Verdict) -> Html | None:
    if verdict.accepted is None:
        return None
    return element("p", f"Accepted as known: {verdict.accepted}")


def _source(source: Source) -> Html:
    where = element("code", source.pointer, class_="quiet") if source.pointer else None
    quote = shortened(source.quote, _MOST)
    return element("blockquote", quote, element("br") if where else None, where)


def _breach(
    report: Report, breach: Breach, thumbnails: Mapping[str, bytes], *, opened: bool
) -> Html:
    exchange = next(
        (each for each in report.exchanges if each.number == breach.exchange), None
    )
    return element(
        "div",
        element(
            "dl",
            element("dt", "expected"),
            element("dd", shortened(breach.expected, _MOST)),
            element("dt", "observed"),
            element("dd", shortened(breach.observed, _MOST), _times(breach)),
            *_curl(breach),
        ),
        _exchange(exchange, thumbnails, opened=opened) if exchange else None,
        class_="breach",
    )


def _times(breach: Breach) -> Html | None:
    if breach.count == 1:
        return None
    return element("span", f" ({count(breach.count, 'time')})", class_="quiet")


def _curl(breach: Breach) -> tuple[Html, ...]:
    if breach.curl is None:
        return ()
    command = element("pre", shortened(breach.curl, 4 * _MOST))
    return element("dt", "repeat"), element("dd", command)


def _exchange(
    exchange: Exchange, thumbnails: Mapping[str, bytes], *, opened: bool
) -> Html:
    what = (
        f"Exchange {exchange.number}: {exchange.intent.case or exchange.intent.probe}"
    )
    took = element("span", f" {duration(exchange.seconds)}", class_="quiet")
    return element(
        "details",
        element("summary", shortened(what, 200), took),
        element(
            "div",
            _half("request", request_text(exchange)),
            _half("reply", reply_text(exchange)),
            class_="exchange",
        ),
        pictures(exchange, thumbnails),
        open=opened,
    )


def _half(title: str, text: str) -> Html:
    return element("div", element("h4", title), element("pre", text))


def pictures(exchange: Exchange, thumbnails: Mapping[str, bytes]) -> Html | None:
    """Return the pictures of a reply with what was measured of them."""
    figures = [
        element(
            "figure",
            thumbnail(picture, thumbnails),
            element("figcaption", picture_line(picture)),
        )
        for picture in exchange.pictures.values()
    ]
    return element("div", together(*figures), class_="pictures") if figures else None
