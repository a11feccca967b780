"""Transactions that do not have the form of the document."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import USAGE, both, ok, on
from mockserver.defects.pieces.fields import addition, in_transactions, referred_image
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.getimages.behaviours import image_body

FAMILY = Family.SCHEMAS


def _expand(it: Occasion) -> None:
    for row in it.transactions:
        image = referred_image(it, row)
        if image is not None:
            row["referenceId"] = image_body(image)


def _by_language(it: Occasion) -> None:
    for row in it.transactions:
        if row["referenceId"] in it.ids:
            row["description"] = {"en": row["description"]}


def _without_zone(row: Row) -> None:
    row["createdAt"] = row["createdAt"].removesuffix("Z")


def _typed_purchase(row: Row) -> None:
    row["type"] = "purchase"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "reference-expanded-into-the-image",
        "referenceId of a transaction is the image itself, not a text",
        "USE-01",
        after(both(on(USAGE), ok), _expand),
    ),
    FAMILY.subtle(
        "description-by-language",
        "description of a deduction for a new image is an object of texts by language",
        "USE-01",
        after(both(on(USAGE), ok), _by_language),
    ),
    FAMILY.subtle(
        "grants-dated-without-zone",
        "createdAt of additions has no zone; that of other transactions has",
        "USE-01",
        after(both(on(USAGE), ok), in_transactions(addition, _without_zone)),
    ),
    FAMILY.subtle(
        "additions-typed-purchase",
        "type of an addition is purchase, which the document does not list",
        "USE-01",
        after(both(on(USAGE), ok), in_transactions(addition, _typed_purchase)),
    ),
)
