"""Images that are stored, and are not found by their ids or in the list."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from mockserver.defects.around import after
from mockserver.defects.conditions import (
    GET,
    LIST,
    both,
    first_of_its_id,
    names_a_new_image,
    ok,
    on,
)
from mockserver.defects.entry import Defect, Family
from mockserver.defects.fields import shows_older_than_a_day
from mockserver.defects.occasion import Occasion
from mockserver.defects.pages import unseen
from mockserver.defects.refusals import not_found

FAMILY = Family.PERSISTENCE


def _at_the_other_worker(it: Occasion) -> bool:
    return it.number % 2 == 0


def _ids_of_the_table(it: Occasion) -> None:
    for image in it.images:
        image["id"] = str(uuid5(NAMESPACE_OID, image["id"]))


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
)
