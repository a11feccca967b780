"""What is kept of one account's requests, and told to another."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, after, around
from mockserver.defects.pieces.callers import (
    as_owner,
    give_key,
    owner_of,
    refused_as_foreign,
    with_account,
)
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    USAGE,
    both,
    bytes_form,
    either,
    first_page,
    ok,
    on,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import lacks_credits
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
    if it.operation == GENERATE and with_account(it) and "lack" in it.memory:
        return it.reply(400, it.memory["lack"])
    await go()
    if lacks_credits(it):
        it.memory["lack"] = it.body
    return None


async def _missing_for_all(it: Occasion, go: Go) -> None:
    if it.operation == GET and with_account(it) and it.path_id in it.memory:
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


def _numbered_files(it: Occasion) -> None:
    """Keep pictures by the number that they have in their account."""
    names, files = it.memory.setdefault("files", ({}, {}))
    image = it.body["image"]
    if it.operation == GENERATE:
        it.memory[it.tenant] = it.memory.get(it.tenant, 0) + 1
        names[image["id"]] = it.memory[it.tenant]
        files[it.memory[it.tenant]] = image["b64_json"]
    elif image["id"] in names:
        image["b64_json"] = files[names[image["id"]]]


async def _left_on_the_connection(it: Occasion, go: Go) -> None:
    """Leave the tenant on the connection when its transaction is rolled back."""
    mine = it.key
    if with_account(it) and "tenant" in it.memory:
        give_key(it, it.memory.pop("tenant"))
    await go()
    if it.status == 400 and with_account(it):
        it.memory["tenant"] = mine


async def _new_image_by_id_alone(it: Occasion, go: Go) -> None:
    if it.operation == GET and it.path_id.lower() in it.memory and with_account(it):
        as_owner(it)
    await go()
    if it.operation == GENERATE and it.ok:
        it.memory[it.images[0]["id"]] = True


def _cached_by_url(it: Occasion) -> None:
    url = it.request.query_string
    owner, _ = it.memory.setdefault(url, (it.tenant, it.body))
    if owner == it.tenant:
        it.memory[url] = (owner, it.body)
    it.body = it.memory[url][1]


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
    FAMILY.subtle(
        "files-of-two-accounts-share-a-name",
        "the nth image of an account is read with the bytes of another account's nth,"
        " once that was bought",
        "GET-07",
        after(both(ok, either(on(GENERATE), bytes_form)), _numbered_files),
    ),
    FAMILY.subtle(
        "tenant-left-behind-by-a-refusal",
        "the request after one that was refused with 400 is answered for the account"
        " that was refused",
        "SEC-11",
        around(_left_on_the_connection),
    ),
    FAMILY.subtle(
        "new-images-cached-by-id-alone",
        "an image that was just made is shown to every good key, older ones are not",
        "SEC-11",
        around(_new_image_by_id_alone),
    ),
    FAMILY.subtle(
        "usage-cached-by-url-alone",
        "a page of transactions is shown to other keys that ask for the same URL",
        "SEC-11",
        after(both(on(USAGE), ok), _cached_by_url),
    ),
)
