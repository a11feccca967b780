"""Replies that only sometimes lack the form of the document."""

from __future__ import annotations

import math

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    USAGE,
    after_purchases,
    asks,
    both,
    bytes_form,
    every,
    has_query,
    later_page,
    metadata_form,
    ok,
    on,
    tenant,
)
from mockserver.defects.pieces.fields import (
    any_row,
    in_images,
    in_transactions,
    nulls_left_out,
    older_than_a_day,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row

FAMILY = Family.SCHEMAS


def _no_level_as_empty(it: Occasion) -> None:
    for image in it.images:
        image["thinkingLevel"] = image["thinkingLevel"] or ""


def _level_in_capitals(it: Occasion) -> None:
    it.body["image"]["thinkingLevel"] = "DEEP"


def _reduced_ratio(it: Occasion) -> None:
    for image in it.images:
        wide, high = map(int, image["aspectRatio"].split(":"))
        common = math.gcd(wide, high)
        image["aspectRatio"] = f"{wide // common}:{high // common}"


def _without_zone(it: Occasion) -> None:
    for image in it.images:
        image["createdAt"] = image["createdAt"].removesuffix("Z")


def _with_blank(it: Occasion) -> None:
    it.body["image"]["createdAt"] = it.body["image"]["createdAt"].replace("T", " ")


def _null_for_none(it: Occasion) -> None:
    if not it.transactions:
        it.body["transactions"] = None


def _collapsed(it: Occasion) -> None:
    if len(it.images) == 1:
        it.body["images"] = it.images[0]


def _limit_as_sent(it: Occasion) -> None:
    it.body["limit"] = it.query["limit"]


def _zero_left_out(it: Occasion) -> None:
    if it.body["offset"] == 0:
        del it.body["offset"]


def _url_for_bytes(it: Occasion) -> None:
    image = it.body["image"]
    del image["b64_json"]
    image["url"] = f"https://cdn.getimages.dev/{image['id']}.png"


def _remaining_unknown(it: Occasion) -> None:
    it.body["credits"]["remaining"] = None


def _styles(it: Occasion) -> None:
    image = it.body["image"]
    if image["style"] and "," in image["style"]:
        image["style"] = [style.strip() for style in image["style"].split(",")]


def _other_platform(it: Occasion) -> None:
    for image in it.images:
        if "preview" in image["modelId"]:
            image["providerId"] = "google-vertex"


def _retired_name(it: Occasion) -> None:
    for image in it.images:
        if image["modelId"] == "openai:gpt-image-1.5":
            image["modelId"] = "openai:gpt-image-1"


def _unverified(it: Occasion) -> None:
    it.body["email"] = None


def _overdraft(it: Occasion) -> None:
    it.body["creditBalance"] -= 4


def _serial_ids(it: Occasion) -> None:
    for place, row in enumerate(it.transactions):
        if row["type"] == "deduction":
            row["id"] = it.body["total"] - it.body["offset"] - place


def _dollars(it: Occasion) -> None:
    for row in it.transactions:
        if row["type"] == "deduction":
            row["amount"] = row["amount"] / 100


def _old_column_empty(it: Occasion) -> None:
    storage, account = it.parts.storage, it.account
    if account is None:
        return
    total, _ = storage.images(account.number, limit=1, offset=0)
    _, oldest = storage.images(account.number, limit=5, offset=max(0, total - 5))
    if it.path_id in {str(image.id) for image in oldest}:
        it.body["image"]["mediaType"] = None


def _with_an_x(image: Row) -> None:
    image["aspectRatio"] = image["aspectRatio"].replace(":", "x")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "null-fields-of-transactions-left-out",
        "a transaction without referenceId lacks the field, which is required",
        "USE-01",
        after(both(on(USAGE), ok), in_transactions(any_row, nulls_left_out)),
    ),
    FAMILY.subtle(
        "no-thinking-level-as-empty-text",
        "thinkingLevel of listed images is an empty text where none was asked for",
        "LST-12",
        after(both(on(LIST), ok), _no_level_as_empty),
    ),
    FAMILY.subtle(
        "deep-level-in-capitals",
        "a new image that was asked for with deep tells the level as DEEP",
        "GEN-R01",
        after(both(on(GENERATE), ok, asks(thinkingLevel="deep")), _level_in_capitals),
    ),
    FAMILY.subtle(
        "ratio-told-reduced",
        "aspectRatio is reduced, so that 21:9 is told as 7:3",
        "GEN-R01",
        after(both(on(GENERATE, GET), ok), _reduced_ratio),
    ),
    FAMILY.subtle(
        "created-at-without-zone-on-later-pages",
        "createdAt of listed images has no zone when an offset is given",
        "LST-12",
        after(both(on(LIST), later_page, ok), _without_zone),
    ),
    FAMILY.subtle(
        "created-at-with-blank-in-metadata",
        "createdAt of an image that is read as metadata has a blank in the place of T",
        "GET-R01",
        after(both(metadata_form, ok), _with_blank),
    ),
    FAMILY.subtle(
        "empty-page-of-usage-is-null",
        "transactions is null on a page without rows",
        "USE-01",
        after(both(on(USAGE), ok), _null_for_none),
    ),
    FAMILY.subtle(
        "one-image-is-no-array",
        "images is an object, not an array, on a page with a single image",
        "LST-12",
        after(both(on(LIST), ok), _collapsed),
    ),
    FAMILY.subtle(
        "usage-limit-told-as-sent",
        "limit of listUsage is a text when it was asked for",
        "USE-01",
        after(both(on(USAGE), ok, has_query("limit")), _limit_as_sent),
    ),
    FAMILY.subtle(
        "zero-offset-left-out",
        "a list of images has no offset where it is 0",
        "LST-12",
        after(both(on(LIST), ok), _zero_left_out),
    ),
    FAMILY.subtle(
        "link-for-bytes-gpt-image-2",
        "a new image of one model has a url in the place of b64_json",
        "GEN-R01",
        after(
            both(on(GENERATE), ok, asks(modelId="openai:gpt-image-2")), _url_for_bytes
        ),
    ),
    FAMILY.subtle(
        "remaining-null-each-third-time",
        "credits.remaining is null with every third image",
        "GEN-R01",
        after(both(on(GENERATE), ok, every(3)), _remaining_unknown),
    ),
    FAMILY.subtle(
        "style-with-comma-as-list",
        "style of a new image is an array of texts when it holds a comma",
        "GEN-R01",
        after(both(on(GENERATE), ok), _styles),
    ),
    FAMILY.subtle(
        "preview-models-of-another-provider",
        "providerId of the preview models is one that the document does not list",
        "GET-R01",
        after(both(on(GET), ok), _other_platform),
    ),
    FAMILY.subtle(
        "renamed-model-in-older-rows",
        "modelId of listed images of one model is a name that the document does not list",
        "LST-12",
        after(both(on(LIST), ok), _retired_name),
    ),
    FAMILY.subtle(
        "unverified-account-without-email",
        "email of one account is null",
        "ACC-01",
        after(both(on(ACCOUNT), ok, tenant("second")), _unverified),
    ),
    FAMILY.subtle(
        "balance-shown-overdrawn",
        "creditBalance of an account that cannot pay is below zero",
        "ACC-01",
        after(both(on(ACCOUNT), ok, tenant("poor")), _overdraft),
    ),
    FAMILY.subtle(
        "deduction-ids-are-numbers",
        "id of a transaction is a number once an image was bought",
        "USE-01",
        after(both(on(USAGE), ok, after_purchases(1)), _serial_ids),
    ),
    FAMILY.subtle(
        "deductions-in-dollars",
        "amount of a deduction is a fraction",
        "USE-01",
        after(both(on(USAGE), ok), _dollars),
    ),
    FAMILY.subtle(
        "media-type-null-for-oldest",
        "mediaType of the oldest images is null when they are read whole",
        "GET-R01",
        after(both(bytes_form, ok), _old_column_empty),
    ),
    FAMILY.subtle(
        "older-ratios-with-an-x",
        "aspectRatio of images of more than a day ago is written 16x9",
        "LST-12",
        after(both(on(LIST, GET), ok), in_images(older_than_a_day, _with_an_x)),
    ),
)
