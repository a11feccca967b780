"""Images that are stored, and are not found by their ids or in the list."""

from __future__ import annotations

import uuid
from uuid import NAMESPACE_OID, uuid5

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.books import once_bought
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    always,
    both,
    bytes_form,
    first_of_its_id,
    names_a_new_image,
    ok,
    on,
)
from mockserver.defects.pieces.fields import shows_older_than_a_day
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row, unseen, without
from mockserver.defects.pieces.refusals import not_found

FAMILY = Family.PERSISTENCE


def _at_the_other_worker(it: Occasion) -> bool:
    return it.number % 2 == 0


def _ids_of_the_table(it: Occasion) -> None:
    for image in it.images:
        image["id"] = str(uuid5(NAMESPACE_OID, image["id"]))


_REQUESTS_OF_A_FILE = 25
"""Requests after its image's purchase until a file expires."""


def _on_the_fourth_shard(row: Row) -> bool:
    return str(row["id"])[0] in "cdef"


def _file_expires(it: Occasion) -> None:
    if it.operation == GENERATE:
        it.memory[it.images[0]["id"]] = it.number
    elif it.number > it.memory.get(it.path_id, it.number) + _REQUESTS_OF_A_FILE:
        not_found(it)


def _id_of_the_provider(it: Occasion) -> None:
    image = it.images[0]
    image["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, image["id"]))


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "list-lacks-the-newest-image",
        "a new image comes into the list when the next one is bought",
        "GEN-P13",
        unseen(lambda it, row: row["id"] in it.ids[-1:], LIST),
    ),
    FAMILY.plain(
        "first-read-of-a-new-image-is-404",
        "a new image is not found the first time that it is read by its id",
        "GEN-P12",
        after(both(on(GET), ok, names_a_new_image, first_of_its_id), not_found),
    ),
    FAMILY.plain(
        "images-listed-by-another-id",
        "the list tells ids of images by which getImage does not find them",
        "GEN-P13",
        after(both(on(LIST), ok), _ids_of_the_table),
    ),
    FAMILY.subtle(
        "new-image-known-to-one-worker",
        "an image that was bought is not found by one of two workers, who take turns",
        "GEN-P12",
        after(both(on(GET), ok, names_a_new_image, _at_the_other_worker), not_found),
    ),
    FAMILY.subtle(
        "images-of-yesterday-not-found-by-id",
        "images that are older than a day are in the list, and 404 by their ids",
        "GET-01",
        after(both(on(GET), ok, shows_older_than_a_day), not_found),
    ),
    FAMILY.subtle(
        "one-shard-of-images-unlisted",
        "images whose ids begin with c, d, e or f are read by them, and are in no list",
        "GEN-P13",
        without(_on_the_fourth_shard, LIST),
    ),
    FAMILY.subtle(
        "file-of-a-new-image-expires",
        "a new image is 404 in the form with bytes after 25 more requests, its metadata stay",
        "GEN-P12",
        after(
            both(ok, lambda it: it.operation == GENERATE or bytes_form(it)),
            _file_expires,
        ),
    ),
    FAMILY.plain(
        "new-image-told-by-another-id",
        "the id of a new image is not the one that it is stored by",
        "GEN-P12",
        once_bought(always, _id_of_the_provider),
    ),
    FAMILY.subtle(
        "bytes-gone-after-a-day",
        "an image of more than a day ago is 404, though its metadata can be read",
        "GET-01",
        after(both(bytes_form, ok, shows_older_than_a_day), not_found),
    ),
)
