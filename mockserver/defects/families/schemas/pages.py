"""Lists and accounts that do not have the form of the document."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    LIST,
    USAGE,
    always,
    both,
    later_page,
    ok,
    on,
)
from mockserver.defects.pieces.fields import nulls_left_out
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import shown

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


def _redact(it: Occasion) -> None:
    it.body["email"] = "[redacted]"


def _signed_cost(image: dict[str, Any]) -> None:
    image["creditCost"] = -image["creditCost"]


def _not_mapped(it: Occasion) -> None:
    it.body["images"] = [
        None if image["aspectRatio"] == "9:16" else image for image in it.images
    ]


def _under_items(it: Occasion) -> None:
    it.body["items"] = it.body.pop("transactions")


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
    FAMILY.plain(
        "email-redacted",
        "email of an account is [redacted], as a filter for logs leaves it",
        "ACC-01",
        after(both(on(ACCOUNT), ok), _redact),
    ),
    FAMILY.subtle(
        "credit-cost-with-the-sign-of-its-row",
        "creditCost of listed images is below zero, as it is read from the ledger",
        "LST-12",
        shown(_signed_cost, always, LIST),
    ),
    FAMILY.subtle(
        "images-of-one-ratio-are-null-in-lists",
        "in lists null stands in the place of an image of 9:16",
        "LST-12",
        after(both(on(LIST), ok), _not_mapped),
    ),
    FAMILY.plain(
        "null-fields-of-listed-images-left-out",
        "listed images lack style and thinkingLevel where they are null",
        "LST-12",
        shown(nulls_left_out, always, LIST),
    ),
    FAMILY.plain(
        "usage-rows-under-items",
        "listUsage has its rows in items, and no transactions",
        "USE-01",
        after(both(on(USAGE), ok), _under_items),
    ),
)
