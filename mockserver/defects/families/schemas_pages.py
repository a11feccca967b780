"""Lists and accounts that do not have the form of the document."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from mockserver.defects.around import after
from mockserver.defects.conditions import ACCOUNT, LIST, USAGE, both, later_page, ok, on
from mockserver.defects.entry import Defect, Family
from mockserver.defects.occasion import Occasion

FAMILY = Family.SCHEMAS


def _http_dates(it: Occasion) -> None:
    for row in it.transactions:
        created = datetime.fromisoformat(row["createdAt"])
        row["createdAt"] = format_datetime(created, usegmt=False)


def _counted_as_object(it: Occasion) -> None:
    it.body["total"] = {"value": it.body["total"], "relation": "eq"}


def _display_name(it: Occasion) -> None:
    it.body["email"] = f"{it.tenant} <{it.body['email']}>"


def _keyed_rows(it: Occasion) -> None:
    rows = enumerate(it.transactions, start=it.body["offset"])
    it.body["transactions"] = {str(place): row for place, row in rows}


def _grant_id(it: Occasion) -> None:
    for row in it.transactions:
        if row["type"] == "addition":
            row["id"] = "opening"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "transaction-dates-of-mail",
        "createdAt of a transaction is a date as in mail: Thu, 26 Nov 2026 18:12:43",
        "USE-01",
        after(both(on(USAGE), ok), _http_dates),
    ),
    FAMILY.plain(
        "image-total-as-an-object",
        "total of listImages is an object with value and relation, as of a search",
        "LST-12",
        after(both(on(LIST), ok), _counted_as_object),
    ),
    FAMILY.plain(
        "email-with-a-display-name",
        "email of an account has a name before it, and stands in angle brackets",
        "ACC-01",
        after(both(on(ACCOUNT), ok), _display_name),
    ),
    FAMILY.subtle(
        "image-total-left-out-of-later-pages",
        "a page of images that is read from an offset on has no total",
        "LST-12",
        after(both(on(LIST), later_page, ok), lambda it: it.body.pop("total")),
    ),
    FAMILY.subtle(
        "later-usage-pages-as-objects",
        "transactions is an object by place on pages that are read from an offset on",
        "USE-01",
        after(both(on(USAGE), later_page, ok), _keyed_rows),
    ),
    FAMILY.subtle(
        "opening-grant-without-a-uuid",
        "the id of the transaction that opens an account is the word opening",
        "USE-01",
        after(both(on(USAGE), ok), _grant_id),
    ),
)
