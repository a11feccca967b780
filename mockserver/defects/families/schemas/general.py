"""Replies that do not have the form of the document."""

from __future__ import annotations

from datetime import datetime

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    USAGE,
    both,
    ok,
    on,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.defects.pieces.pixels import shown

FAMILY = Family.SCHEMAS


def _snake_case(it: Occasion) -> None:
    for image in it.images:
        for name in ("modelId", "providerId", "createdAt"):
            snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
            image[snake] = image.pop(name)


def _unwrapped(it: Occasion) -> None:
    it.body = it.body["image"]


def _bare_rows(it: Occasion) -> None:
    it.body = it.images


def _balance_as_text(it: Occasion) -> None:
    it.body["creditBalance"] = str(it.body["creditBalance"])


def _total_as_text(it: Occasion) -> None:
    it.body["total"] = str(it.body["total"])


def _type_in_capitals(it: Occasion) -> None:
    for row in it.transactions:
        row["type"] = row["type"].upper()


def _epoch(it: Occasion) -> None:
    for image in it.images:
        moment = datetime.fromisoformat(image["createdAt"])
        image["createdAt"] = int(moment.timestamp() * 1000)


def _bare_model(it: Occasion) -> None:
    for image in it.images:
        image["modelId"] = image["modelId"].partition(":")[2]


def _media_type_left_out(it: Occasion) -> None:
    for image in it.images:
        image.pop("mediaType", None)


def _credits_as_number(it: Occasion) -> None:
    it.body["credits"] = it.body["credits"]["remaining"]


def _user_id_as_number(it: Occasion) -> None:
    it.body["userId"] = int(it.body["userId"].removeprefix("user_"), 16) % 100_000


_NAMES = {"openai": "OpenAI", "google": "Google"}


def _named_provider(image: Row) -> None:
    image["providerId"] = _NAMES[image["providerId"]]


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "generated-image-in-snake-case",
        "a new image has model_id, provider_id and created_at in the place of modelId, providerId and createdAt",
        "GEN-R01",
        after(both(on(GENERATE), ok), _snake_case),
    ),
    FAMILY.plain(
        "credits-as-a-number",
        "credits of a new image is the number that remains, not an object",
        "GEN-R01",
        after(both(on(GENERATE), ok), _credits_as_number),
    ),
    FAMILY.plain(
        "read-image-not-wrapped",
        "getImage sends the image itself, not an object that has it as image",
        "GET-R01",
        after(both(on(GET), ok), _unwrapped),
    ),
    FAMILY.plain(
        "read-image-without-media-type",
        "an image that is read has no mediaType",
        "GET-R01",
        after(both(on(GET), ok), _media_type_left_out),
    ),
    FAMILY.plain(
        "list-is-a-bare-array",
        "listImages sends the array of images alone, without total, limit and offset",
        "LST-12",
        after(both(on(LIST), ok), _bare_rows),
    ),
    FAMILY.plain(
        "listed-created-at-as-epoch",
        "createdAt of listed images is a number of milliseconds",
        "LST-12",
        after(both(on(LIST), ok), _epoch),
    ),
    FAMILY.plain(
        "listed-model-without-provider",
        "modelId of listed images lacks the provider before the colon",
        "LST-12",
        after(both(on(LIST), ok), _bare_model),
    ),
    FAMILY.plain(
        "balance-as-text",
        "creditBalance is a text, as a driver reads a decimal column",
        "ACC-01",
        after(both(on(ACCOUNT), ok), _balance_as_text),
    ),
    FAMILY.plain(
        "user-id-as-number",
        "userId is a number",
        "ACC-01",
        after(both(on(ACCOUNT), ok), _user_id_as_number),
    ),
    FAMILY.plain(
        "usage-total-as-text",
        "total of listUsage is a text, as a driver reads a count of 64 bits",
        "USE-01",
        after(both(on(USAGE), ok), _total_as_text),
    ),
    FAMILY.plain(
        "transaction-type-in-capitals",
        "type of a transaction is the name of the enum's member, such as DEDUCTION",
        "USE-01",
        after(both(on(USAGE), ok), _type_in_capitals),
    ),
    FAMILY.plain(
        "provider-told-by-its-name",
        "providerId is a name to show, OpenAI or Google",
        "GET-R01",
        shown(_named_provider),
    ),
)
