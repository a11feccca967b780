"""One caller sees, or pays for, what belongs to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.adversary.api import ACCOUNT, LIST, USAGE
from tests.adversary.call import Call, Refusal
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    When,
    after_error,
    after_generation,
    always,
    body,
    both,
    by,
    from_image,
    later_page,
    limit_is,
    put,
)
from tests.adversary.world import Account, Image

FAMILY = Family("isolation")


def _others(deployment: Deployment, call: Call) -> list[Account]:
    accounts = (deployment.good, deployment.second, deployment.poor)
    return [account for account in accounts if account is not call.caller]


def foreign(when: When = always, which: Callable[[Image], bool] = always) -> Apply:
    """Let getImage find images of other accounts."""

    def apply(deployment: Deployment) -> None:
        def wrapper(
            inner: Callable[..., Image | None], call: Call, identity: str
        ) -> Image | None:
            found = inner(call, identity)
            if found is None and when(call):
                for account in _others(deployment, call):
                    for item in account.images:
                        if item.id == identity and which(item):
                            return item
            return found

        deployment.around("find", wrapper)

    return apply


def foreign_refused(status: int) -> Apply:
    """Refuse images of other accounts with a status of their own."""

    def apply(deployment: Deployment) -> None:
        def wrapper(
            inner: Callable[..., Image | None], call: Call, identity: str
        ) -> Image | None:
            for account in _others(deployment, call):
                if any(item.id == identity for item in account.images):
                    raise Refusal(status, "This image belongs to somebody else")
            return inner(call, identity)

        deployment.around("find", wrapper)

    return apply


def mixed(name: str, kind: str, when: When = always, *, count: int = 10_000) -> Apply:
    """Mix items of other accounts into a list, newest first."""

    def apply(deployment: Deployment) -> None:
        def wrapper(inner: Callable[[Call], list[Any]], call: Call) -> list[Any]:
            items = list(inner(call))
            if when(call):
                for account in _others(deployment, call):
                    items += getattr(account, kind)[-count:]
                items.sort(key=lambda item: item.created, reverse=True)
            return items

        deployment.around(name, wrapper)

    return apply


def counted(operation: str, when: When = always) -> Apply:
    """Count the items of all accounts in `total`."""

    def apply(deployment: Deployment) -> None:
        def wrapper(inner: Callable[..., int], call: Call, items: list[Any]) -> int:
            total = inner(call, items)
            if call.operation == operation and when(call):
                kind = "images" if operation == LIST else "rows"
                total += sum(len(getattr(a, kind)) for a in _others(deployment, call))
            return total

        deployment.around("total", wrapper)

    return apply


def _pays(payer: str, *, amounts: bool, entries: bool, when: When = always) -> Apply:
    """Move the charge of a generation to another account."""

    def apply(deployment: Deployment) -> None:
        def move(owner: Deployment, call: Call) -> None:
            other = getattr(owner, payer)
            if other is call.caller or not when(call) or call.image is None:
                return
            if amounts:
                call.caller.balance += call.image.cost
                other.balance -= call.image.cost
            if entries:
                other.rows.append(call.caller.rows.pop())

        after_generation(move)(deployment)

    return apply


def _swapped_account(name: str, field: str) -> Apply:
    """Show a field of another account."""

    def apply(deployment: Deployment) -> None:
        def wrapper(
            inner: Callable[..., dict[str, Any]], call: Call, account: Account
        ) -> dict[str, Any]:
            shown = inner(call, account)
            if account.name == name:
                shown[field] = inner(call, deployment.good)[field]
            return shown

        deployment.around("render_account", wrapper)

    return apply


SECOND = by("second")
READS = (
    FAMILY.plain("bola-get", "getImage shows images of other accounts", foreign()),
    FAMILY.subtle(
        "bola-metadata",
        "format=metadata shows images of other accounts",
        foreign(lambda call: call.metadata),
    ),
    FAMILY.subtle(
        "bola-bytes",
        "the form with bytes shows images of other accounts",
        foreign(lambda call: not call.metadata),
    ),
    FAMILY.subtle(
        "bola-old",
        "older images of other accounts are shown",
        foreign(which=lambda image: image.old),
    ),
    FAMILY.subtle(
        "bola-second-only",
        "the second account sees images of others; the first does not",
        foreign(SECOND),
    ),
    FAMILY.subtle(
        "bola-after-error",
        "images of other accounts are shown once a request was refused",
        foreign(after_error),
    ),
    *(
        FAMILY.plain(
            f"bola-status-{status}",
            f"an image of another account is refused with {status}",
            foreign_refused(status),
        )
        for status in (403, 400, 409, 410, 500)
    ),
)
LISTS = (
    FAMILY.plain(
        "leak-list", "listImages shows all accounts", mixed("visible_images", "images")
    ),
    FAMILY.plain(
        "leak-usage", "listUsage shows all accounts", mixed("visible_rows", "rows")
    ),
    FAMILY.subtle(
        "leak-list-second",
        "listImages shows all accounts to the second one",
        mixed("visible_images", "images", SECOND),
    ),
    FAMILY.subtle(
        "leak-usage-second",
        "listUsage shows all accounts to the second one",
        mixed("visible_rows", "rows", SECOND),
    ),
    FAMILY.subtle(
        "leak-list-one",
        "listImages shows the newest image of each other account to the second one",
        mixed("visible_images", "images", SECOND, count=1),
    ),
    FAMILY.subtle(
        "leak-usage-one",
        "listUsage shows the newest row of each other account to the second one",
        mixed("visible_rows", "rows", SECOND, count=1),
    ),
    FAMILY.subtle(
        "leak-list-limit-100",
        "listImages with limit=100 shows all accounts",
        mixed("visible_images", "images", limit_is(100)),
    ),
    FAMILY.subtle(
        "leak-usage-limit-100",
        "listUsage with limit=100 shows all accounts",
        mixed("visible_rows", "rows", limit_is(100)),
    ),
    FAMILY.subtle(
        "leak-list-later-page",
        "the later pages of listImages show all accounts",
        mixed("visible_images", "images", later_page),
    ),
    FAMILY.subtle(
        "leak-list-after-error",
        "listImages shows all accounts to the second one after a refusal",
        mixed("visible_images", "images", both(SECOND, after_error)),
    ),
    FAMILY.plain(
        "leak-list-total", "the total of listImages counts everybody", counted(LIST)
    ),
    FAMILY.plain(
        "leak-usage-total", "the total of listUsage counts everybody", counted(USAGE)
    ),
    FAMILY.subtle(
        "leak-list-total-second",
        "the total of listImages counts everybody for the second account",
        counted(LIST, SECOND),
    ),
    FAMILY.subtle(
        "leak-usage-total-second",
        "the total of listUsage counts everybody for the second account",
        counted(USAGE, SECOND),
    ),
)
MONEY = (
    FAMILY.plain(
        "pays-second",
        "the second account pays for everybody: balance and row",
        _pays("second", amounts=True, entries=True),
    ),
    FAMILY.plain(
        "pays-second-balance",
        "the second account's balance pays; the caller's ledger has the row",
        _pays("second", amounts=True, entries=False),
    ),
    FAMILY.plain(
        "pays-second-row",
        "the row of a charge stands in the second account's ledger",
        _pays("second", amounts=False, entries=True),
    ),
    FAMILY.subtle(
        "pays-second-third-image",
        "from the third image on the second account pays",
        _pays("second", amounts=True, entries=True, when=from_image(2)),
    ),
    FAMILY.subtle(
        "account-second-is-good",
        "getAccount shows the first account's user id to the second key",
        _swapped_account("second", "userId"),
    ),
    FAMILY.subtle(
        "account-second-balance",
        "getAccount shows the first account's balance to the second key",
        _swapped_account("second", "creditBalance"),
    ),
    FAMILY.subtle(
        "account-changes-user",
        "the user id changes once an image was generated",
        body(put("userId", "user_other_12"), ACCOUNT, when=from_image(1)),
    ),
    FAMILY.subtle(
        "account-changes-email",
        "the email changes after a refusal",
        body(put("email", "else@example.com"), ACCOUNT, when=after_error),
    ),
)
DEFECTS = (*READS, *LISTS, *MONEY)
