"""The pictures of a run, small, in the HTML report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contract_tests.judgement.report import Report
from contract_tests.reports.excerpts import picture_line
from contract_tests.reports.html_elements import Html, element
from contract_tests.reports.html_failures import thumbnail
from contract_tests.reports.printable import shortened
from contract_tests.reports.wording import count
from contract_tests.tape.exchange import Exchange, Picture


def gallery(report: Report, thumbnails: Mapping[str, bytes]) -> Html | None:
    """Return a section with each picture that has a thumbnail, None if none has."""
    figures = [
        element(
            "figure",
            thumbnail(picture, thumbnails),
            element("figcaption", _caption(exchange, picture)),
        )
        for exchange, picture in _pictures(report)
        if thumbnail(picture, thumbnails) is not None
    ]
    if not figures:
        return None
    return element(
        "section",
        element("h2", "Pictures"),
        element("p", f"{count(len(figures), 'picture')} came back.", class_="quiet"),
        element("div", *figures, class_="pictures"),
        id="pictures",
    )


def _pictures(report: Report) -> Iterator[tuple[Exchange, Picture]]:
    seen: set[str] = set()
    for exchange in report.exchanges:
        for picture in exchange.pictures.values():
            if picture.sha256 not in seen:
                seen.add(picture.sha256)
                yield exchange, picture


def _caption(exchange: Exchange, picture: Picture) -> str:
    asked = exchange.intent.case or exchange.intent.probe
    return f"{shortened(asked, 60)}: {picture_line(picture)}"
