"""Accounts that see or touch what is another account's."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, after, around, before
from mockserver.defects.pieces.callers import (
    acting_as,
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
    after_error,
    after_purchases,
    both,
    bytes_form,
    either,
    has_query,
    metadata_form,
    ok,
    on,
    tenant,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row, between, put
from mockserver.defects.pieces.states import StorageAround, stored
from mockserver.getimages.behaviours import image_body
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event, Image, Transaction

FAMILY = Family.ISOLATION


class _ListOfAll(StorageAround):
    """Forgets the account where images are listed."""

    def image_count(self, account_number: int) -> int:
        numbers = [each.number for each in self.accounts()]
        return sum(map(self.inner.image_count, numbers))

    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        rows: list[Image] = []
        for account in self.accounts():
            rows += self.inner.images(account.number, limit=10**9, offset=0)[1]
        rows.sort(key=lambda row: row.created_at, reverse=True)
        return len(rows), rows[offset : offset + limit]


class _TotalOfAll(StorageAround):
    """Forgets the account where transactions are counted."""

    def transaction_count(self, account_number: int) -> int:
        numbers = [each.number for each in self.accounts()]
        return sum(map(self.inner.transaction_count, numbers))

    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        _, rows = self.inner.transactions(account_number, limit=limit, offset=offset)
        return self.transaction_count(account_number), rows


class _RowsAstray(StorageAround):
    """Writes the rows of each third event into the ledger of the next account."""

    def __init__(self, inner: Storage) -> None:
        super().__init__(inner)
        self._count = 0

    def record(self, account_number: int, event: Event) -> None:
        self._count += 1
        other = (account_number + 1) % 2
        price = -sum(row.amount for row in event.transactions)
        if (
            self._count % 3
            or account_number > 1
            or event.image is None
            or self.inner.balance(other) < price
        ):
            self.inner.record(account_number, event)
            return
        self.inner.record(account_number, event._replace(transactions=()))
        rows = Event(self.inner.draws(other), None, event.transactions)
        self.inner.record(other, rows)


def _has_no_images(it: Occasion) -> bool:
    account = it.account
    return account is not None and not it.parts.storage.image_count(account.number)


async def _cached_images(it: Occasion, go: Go) -> None:
    """Answer from a cache by id alone, which the owner fills."""
    if not bytes_form(it) or not with_account(it):
        return await go()
    if it.path_id in it.memory:
        return it.reply(200, copy.deepcopy(it.memory[it.path_id]))
    await go()
    if it.ok:
        it.memory[it.path_id] = copy.deepcopy(it.body)
    return None


def _is_old(it: Occasion) -> bool:
    """Hold for images of more than ten minutes ago, as those of a gallery are."""
    owner = owner_of(it, it.path_id)
    if owner is None or it.account is None:
        return False
    image = it.parts.storage.image(owner.number, it.path_id.lower())
    now = it.parts.clock.now()
    return image is not None and image.created_at < now - 600_000


async def _cached_lists(it: Occasion, go: Go) -> None:
    if not with_account(it) or it.operation not in (LIST, GENERATE):
        return await go()
    if it.operation == GENERATE:
        await go()
        return it.memory.clear()
    page = (it.query.get("limit", ""), it.query.get("offset", ""))
    if page in it.memory:
        return it.reply(200, copy.deepcopy(it.memory[page]))
    await go()
    if it.ok:
        it.memory[page] = copy.deepcopy(it.body)
    return None


def _first_account_told(it: Occasion) -> None:
    told = it.memory.setdefault("account", dict(it.body))
    it.body.update(userId=told["userId"], email=told["email"])


async def _email_of_the_last(it: Occasion, go: Go) -> None:
    await go()
    if it.account is None:
        return
    last = it.memory.get("email", it.account.email)
    it.memory["email"] = it.account.email
    if it.operation == ACCOUNT and it.ok:
        it.body["email"] = last


async def _key_of_the_last(it: Occasion, go: Go) -> None:
    """Keep an image in the account that was the last to read something."""
    if it.operation == GENERATE and with_account(it) and "key" in it.memory:
        give_key(it, it.memory["key"])
    elif with_account(it):
        it.memory["key"] = it.key
    await go()


def _short_user_id(it: Occasion) -> None:
    it.body["userId"] = it.body["userId"].removeprefix("user_")


def _user_id_of_first(it: Occasion) -> None:
    it.body["userId"] = it.parts.storage.accounts()[0].user_id


def _email_cut(it: Occasion) -> None:
    it.body["email"] = it.body["email"].replace("@", "+api@")


def _forbid(it: Occasion) -> None:
    it.refuse(403, "This image belongs to another account")


def _styled(it: Occasion) -> bool:
    owner = owner_of(it, it.path_id)
    if owner is None:
        return False
    image = it.parts.storage.image(owner.number, it.path_id.lower())
    return image is not None and bool(image.style)


def _looked_at(it: Occasion) -> None:
    seen = it.memory.setdefault(it.tenant, [])
    if it.operation == GET and it.path_id.lower() not in seen:
        seen.append(it.path_id.lower())
    if it.operation == LIST:
        _show_looked_at(it, seen)


def _show_looked_at(it: Occasion, seen: list[str]) -> None:
    found: list[Row] = []
    for image_id in seen:
        owner = owner_of(it, image_id)
        image = owner and it.parts.storage.image(owner.number, image_id)
        found += [image_body(image)] if image else []
    limit, offset, total = it.body["limit"], it.body["offset"], it.body["total"]
    put(it, [*found, *between(it, 0, total)][offset : offset + limit])
    it.body["total"] = total + len(found)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "foreign-image-served",
        "getImage shows every image to every account that knows its id",
        "SEC-11",
        before(both(on(GET), with_account), as_owner),
    ),
    FAMILY.subtle(
        "foreign-metadata-served",
        "the metadata form shows images of other accounts, the form with bytes does not",
        "SEC-11",
        before(both(metadata_form, with_account), as_owner),
    ),
    FAMILY.subtle(
        "image-cached-for-every-account",
        "an image is shown to another account once its owner has read its bytes",
        "SEC-11",
        around(_cached_images),
    ),
    FAMILY.subtle(
        "old-images-belong-to-everybody",
        "images older than ten minutes are shown to every account that knows their ids",
        "SEC-11",
        before(both(on(GET), _is_old), as_owner),
        credits=0,
    ),
    FAMILY.subtle(
        "second-account-sees-foreign-images",
        "one account of two is shown images of others by their ids",
        "SEC-11",
        before(both(on(GET), tenant("second")), as_owner),
    ),
    FAMILY.plain(
        "foreign-image-forbidden",
        "another account's image is 403 where an unknown one is 404",
        "SEC-11",
        after(refused_as_foreign, _forbid),
    ),
    FAMILY.plain(
        "list-shows-every-account",
        "listImages shows the images of all accounts",
        "SEC-11",
        stored(_ListOfAll),
    ),
    FAMILY.subtle(
        "empty-account-lists-everything",
        "listImages shows the first account's images to an account that has none",
        "SEC-11",
        before(both(on(LIST), _has_no_images), acting_as("good")),
    ),
    FAMILY.subtle(
        "pages-cached-without-the-account",
        "a page of images that one account has read is shown to the next that asks",
        "SEC-11",
        around(_cached_lists),
    ),
    FAMILY.subtle(
        "widest-usage-page-of-the-first-account",
        "listUsage with the greatest limit shows the first account's rows to all",
        "SEC-11",
        before(
            both(on(USAGE), has_query("limit", "100"), with_account), acting_as("good")
        ),
    ),
    FAMILY.plain(
        "usage-total-counts-every-account",
        "the total of listUsage counts the transactions of all accounts",
        "PAG-03",
        stored(_TotalOfAll),
    ),
    FAMILY.subtle(
        "each-third-image-paid-by-another-account",
        "the deduction of each third image stands in another account's ledger",
        "SEC-11",
        stored(_RowsAstray),
    ),
    FAMILY.subtle(
        "image-goes-to-whoever-read-last",
        "an image is made for the account that was the last to read something",
        "GEN-P12",
        around(_key_of_the_last),
    ),
    FAMILY.plain(
        "account-cached-for-every-key",
        "the first account that is read is told to every key, with its own balance",
        "ACC-02",
        after(both(on(ACCOUNT), ok), _first_account_told),
    ),
    FAMILY.subtle(
        "poor-account-has-the-first-user-id",
        "an account that was opened later tells the user ID of the first",
        "ACC-02",
        after(both(on(ACCOUNT), tenant("poor"), ok), _user_id_of_first),
    ),
    FAMILY.subtle(
        "email-of-the-last-caller",
        "getAccount tells the email of the account that called before",
        "ACC-02",
        around(_email_of_the_last),
    ),
    FAMILY.subtle(
        "user-id-changes-with-the-first-image",
        "the user ID loses its prefix once an image was bought",
        "ACC-02",
        after(both(on(ACCOUNT), after_purchases(1), ok), _short_user_id),
    ),
    FAMILY.subtle(
        "email-changes-after-a-refusal",
        "getAccount tells another email once a request was refused",
        "ACC-02",
        after(both(on(ACCOUNT), after_error, ok), _email_cut),
    ),
    FAMILY.subtle(
        "styled-images-in-a-gallery",
        "images with a style are shown by their ids to every account",
        "SEC-11",
        before(both(on(GET), with_account, _styled), as_owner),
    ),
    FAMILY.subtle(
        "image-asked-for-in-vain-is-listed",
        "another account's image is 404, and from then on in the list of who asked",
        "SEC-11",
        after(either(refused_as_foreign, both(on(LIST), ok)), _looked_at),
    ),
)
