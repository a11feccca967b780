"""What is kept of one account's requests, and told to another."""

from __future__ import annotations

from mockserver.defects.around import Go, after, around
from mockserver.defects.callers import owner_of, refused_as_foreign, with_good
from mockserver.defects.conditions import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    both,
    either,
    first_page,
    ok,
    on,
)
from mockserver.defects.entry import Defect, Family
from mockserver.defects.occasion import Occasion
from mockserver.defects.refusals import lacks_credits
from mockserver.getimages.behaviours import image_body

FAMILY = Family.ISOLATION


def _balance_of_the_last(it: Occasion) -> None:
    assert it.account is not None
    last = it.memory.get("account", it.account.number)
    it.memory["account"] = it.account.number
    it.body["creditBalance"] = it.parts.storage.balance(last)


def _show_foreign(it: Occasion) -> None:
    owner = owner_of(it, it.path_id)
    assert owner is not None, "an image that nobody has is not foreign"
    image = it.parts.storage.image(owner.number, it.path_id.lower())
    it.body["image"] = image and image_body(image)


async def _lack_of_all(it: Occasion, go: Go) -> None:
    if it.operation == GENERATE and with_good(it) and "lack" in it.memory:
        return it.reply(400, it.memory["lack"])
    await go()
    if lacks_credits(it):
        it.memory["lack"] = it.body
    return None


async def _missing_for_all(it: Occasion, go: Go) -> None:
    if it.operation == GET and with_good(it) and it.path_id in it.memory:
        return it.reply(404, it.memory[it.path_id])
    await go()
    if refused_as_foreign(it):
        it.memory[it.path_id] = it.body
    return None


def _newest_of_all(it: Occasion) -> None:
    if it.operation == GENERATE:
        image = {
            name: it.images[0][name] for name in it.images[0] if name != "b64_json"
        }
        it.memory["newest"] = (it.tenant, image)
    elif it.memory.get("newest", (it.tenant,))[0] != it.tenant:
        it.images.insert(0, it.memory["newest"][1])


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "balance-of-the-account-read-before",
        "getAccount tells the balance of the account that was read before",
        "HTTP-04",
        after(both(on(ACCOUNT), ok), _balance_of_the_last),
    ),
    FAMILY.subtle(
        "foreign-404-shows-the-image",
        "the 404 for another account's image has the metadata of this image",
        "SEC-11",
        after(refused_as_foreign, _show_foreign),
    ),
    FAMILY.subtle(
        "lack-of-credits-cached-for-all",
        "once an account could not pay, every account is refused for want of credits",
        "GEN-P01",
        around(_lack_of_all),
    ),
    FAMILY.subtle(
        "foreign-404-cached-for-the-owner",
        "an image that another account asked for is 404 to its owner from then on",
        "GEN-P12",
        around(_missing_for_all),
    ),
    FAMILY.subtle(
        "newest-image-in-every-list",
        "the image that was bought last stands at the head of every account's list",
        "SEC-11",
        after(
            both(ok, either(on(GENERATE), both(on(LIST), first_page))), _newest_of_all
        ),
    ),
)
