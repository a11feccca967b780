"""What is stored and gets lost, or comes back as something else."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Change, after, before, together
from mockserver.defects.pieces.books import keeping_books, once_bought, open_books
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    LIST,
    USAGE,
    always,
    both,
    ok,
    on,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import recorded
from mockserver.storage.records import Event

FAMILY = Family.PERSISTENCE


def _hidden(*, in_lists: bool = True, by_id: bool = True) -> Change:
    def change(it: Occasion) -> None:
        image_id = it.images[0]["id"]
        open_books(it).books.hide(image_id, in_lists=in_lists, by_id=by_id)

    return change


def _fourth_newest_unreadable(it: Occasion) -> None:
    if len(it.ids) >= 3:
        open_books(it).books.hide(it.ids[-3], in_lists=False)


def _oldest_gone(it: Occasion) -> None:
    opened = open_books(it)
    opened.books.hide(opened.oldest().id)


def _error_since(it: Occasion) -> bool:
    known = it.memory.get("errors", 0)
    it.memory["errors"] = it.errors
    return bool(it.errors > known)


def _of_gpt_image_1_5(it: Occasion) -> bool:
    return bool(it.images[0]["modelId"] == "openai:gpt-image-1.5")


def _cached_total(it: Occasion) -> None:
    it.body["total"] = it.memory.setdefault(it.tenant, it.body["total"])


def _total_of_prompts(it: Occasion) -> None:
    prompts = it.memory.setdefault(it.tenant, [])
    if it.operation == GENERATE:
        prompts.append(it.images[0]["prompt"])
    else:
        it.body["total"] -= len(prompts) - len(set(prompts))


def _new_user_id(it: Occasion) -> None:
    it.body["userId"] = f"user_{it.nth:016x}"


def _first_user_id(it: Occasion) -> None:
    it.body["userId"] = it.memory.setdefault("user", it.body["userId"])


def _redeployed(it: Occasion) -> bool:
    """Hold for the second reading of the whole ledger: as a later run begins."""
    if it.operation != USAGE or it.query or it.tenant != "good":
        return False
    it.memory["looks"] = it.memory.get("looks", 0) + 1
    return bool(it.memory["looks"] == 2)


def _gallery_emptied(it: Occasion) -> None:
    opened = open_books(it)
    for image in opened.newest(opened.books.image_count(opened.account_number)):
        opened.books.hide(image.id)


def _short_column(event: Event, nth: int) -> Event:
    image = event.image
    if image is None:
        return event
    return event._replace(image=image._replace(prompt=image.prompt[:255]))


def _no_style_column(event: Event, nth: int) -> Event:
    if event.image is None:
        return event
    return event._replace(image=event.image._replace(style=None))


def _latin_column(event: Event, nth: int) -> Event:
    image = event.image
    if image is None:
        return event
    prompt = image.prompt.encode("latin-1", "replace").decode("latin-1")
    return event._replace(image=image._replace(prompt=prompt))


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "bought-image-not-found-by-id",
        "an image is in the list, and reading it by its id is 404",
        "GEN-P12",
        together(*keeping_books(once_bought(always, _hidden(in_lists=False)))),
    ),
    FAMILY.plain(
        "bought-image-not-listed",
        "an image can be read by its id and never comes into the list",
        "GEN-P13",
        together(*keeping_books(once_bought(always, _hidden(by_id=False)))),
    ),
    FAMILY.plain(
        "total-of-images-cached-for-good",
        "the total of the list is what it was when it was first read",
        "PAG-03",
        after(both(on(LIST), ok), _cached_total),
    ),
    FAMILY.plain(
        "user-id-made-at-each-reading",
        "an account has another userId each time it is read",
        "ACC-02",
        after(both(on(ACCOUNT), ok), _new_user_id),
    ),
    FAMILY.subtle(
        "user-id-of-whoever-came-first",
        "every account has the userId of the one that was read first",
        "ACC-02",
        after(both(on(ACCOUNT), ok), _first_user_id),
    ),
    FAMILY.subtle(
        "only-three-newest-images-readable",
        "an image cannot be read by its id once three more were bought",
        "GEN-P12",
        together(*keeping_books(once_bought(always, _fourth_newest_unreadable))),
    ),
    FAMILY.subtle(
        "image-after-a-refusal-not-stored",
        "an image is paid and not stored when a request was refused before it",
        "GEN-P15",
        together(*keeping_books(once_bought(_error_since, _hidden()))),
    ),
    FAMILY.subtle(
        "gpt-image-1.5-not-listed",
        "images of one model can be read by id and are not in the list",
        "GEN-P13",
        together(*keeping_books(once_bought(_of_gpt_image_1_5, _hidden(by_id=False)))),
    ),
    FAMILY.subtle(
        "new-image-pushes-the-oldest-out",
        "the oldest image is deleted when one is bought",
        "PAG-10",
        together(*keeping_books(once_bought(always, _oldest_gone))),
    ),
    FAMILY.subtle(
        "images-kept-until-the-next-deployment",
        "all images are gone when the ledger is read from its beginning again later",
        "PAG-13",
        together(*keeping_books(before(_redeployed, _gallery_emptied))),
        runs=2,
    ),
    FAMILY.subtle(
        "total-counts-prompts-once",
        "images with the same prompt count as one in the total of the list",
        "PAG-03",
        after(both(on(GENERATE, LIST), ok), _total_of_prompts),
    ),
    FAMILY.subtle(
        "prompt-cut-at-255-when-stored",
        "the prompt of a stored image ends after 255 characters",
        "IMG-01",
        recorded(_short_column),
    ),
    FAMILY.subtle(
        "style-not-stored",
        "the style that a new image tells is null when the image is read",
        "IMG-01",
        recorded(_no_style_column),
    ),
    FAMILY.subtle(
        "prompt-stored-in-latin-1",
        "characters beyond Latin-1 are question marks in a stored prompt",
        "IMG-01",
        recorded(_latin_column),
    ),
)
