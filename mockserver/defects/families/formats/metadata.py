"""Images that are read as metadata, and do not come so."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, after, around
from mockserver.defects.pieces.conditions import (
    GET,
    both,
    bytes_form,
    metadata_form,
    names_a_new_image,
    ok,
    on,
)
from mockserver.defects.pieces.fields import (
    any_row,
    in_images,
    nulls_left_out,
    shows_older_than_a_day,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import not_found

FAMILY = Family.FORMATS


def _list_of_one(it: Occasion) -> None:
    it.body = {"images": [it.body["image"]]}


def _id_of_the_join(it: Occasion) -> None:
    assert it.account is not None, "metadata are not read without an account"
    number, storage = it.account.number, it.parts.storage
    count = storage.transaction_count(number)
    for row in storage.transactions(number, limit=count, offset=0)[1]:
        if row.reference_id == it.body["image"]["id"]:
            it.body["image"]["id"] = row.id


def _known_by_its_bytes(it: Occasion) -> None:
    if not metadata_form(it):
        it.memory[it.path_id] = True
    elif it.path_id not in it.memory:
        not_found(it)


async def _type_found_out_by_reading(it: Occasion, go: Go) -> None:
    await go()
    if it.ok and names_a_new_image(it):
        if bytes_form(it):
            it.memory[it.path_id.lower()] = True
        elif it.path_id.lower() not in it.memory:
            it.images[0]["mediaType"] = None


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "metadata-come-as-a-list-of-one",
        "with format=metadata an image comes in an array, images",
        "GET-R01",
        after(both(metadata_form, ok), _list_of_one),
    ),
    FAMILY.plain(
        "metadata-have-the-id-of-the-deduction",
        "with format=metadata an image has the id of its transaction",
        "GET-03",
        after(both(metadata_form, ok), _id_of_the_join),
    ),
    FAMILY.plain(
        "metadata-without-null-fields",
        "with format=metadata an image lacks the fields that are null",
        "GET-R01",
        after(both(metadata_form, ok), in_images(any_row, nulls_left_out)),
    ),
    FAMILY.subtle(
        "metadata-found-after-the-bytes",
        "the metadata of a new image are 404 until it was read with its bytes",
        "GEN-P12",
        after(both(on(GET), ok, names_a_new_image), _known_by_its_bytes),
    ),
    FAMILY.subtle(
        "media-type-found-out-by-a-download",
        "the metadata of a new image have a mediaType of null until it was read whole",
        "GET-R01",
        around(_type_found_out_by_reading),
    ),
    FAMILY.subtle(
        "metadata-of-older-images-not-found",
        "images of more than a day ago are 404 as metadata, and found with their bytes",
        "GET-02",
        after(both(metadata_form, ok, shows_older_than_a_day), not_found),
    ),
)
