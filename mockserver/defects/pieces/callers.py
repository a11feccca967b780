"""Who calls: conditions on the credentials, and requests that pass for another's."""

from __future__ import annotations

from mockserver.defects.pieces.around import Change
from mockserver.defects.pieces.conditions import GET
from mockserver.defects.pieces.occasion import Occasion
from mockserver.storage.records import Account

_KEY = "gi_mock_"


def without_credentials(occasion: Occasion) -> bool:
    """Hold for requests that have no Authorization."""
    return not occasion.request.headers.get("authorization", "").strip()


def with_stranger(occasion: Occasion) -> bool:
    """Hold for bearer tokens that are no key, and never were."""
    key = occasion.key
    return bool(key) and occasion.parts.accounts.find(key) is None


def with_revoked(occasion: Occasion) -> bool:
    """Hold for the revoked key."""
    entry = occasion.parts.accounts.find(occasion.key) if occasion.key else None
    return entry is not None and entry.account is None


def with_account(occasion: Occasion) -> bool:
    """Hold for keys that open an account."""
    return occasion.account is not None


def give_key(occasion: Occasion, key: str) -> None:
    """Let the mock read this key in place of the credentials that were sent."""
    occasion.request.headers["authorization"] = f"Bearer {key}"


def acting_as(name: str) -> Change:
    """Let a request pass for one of a well-known account (good, second, poor).

    A mock without its key is left as it is.
    """

    def change(it: Occasion) -> None:
        if it.parts.accounts.find(_KEY + name) is not None:
            give_key(it, _KEY + name)

    return change


def owner_of(occasion: Occasion, image_id: str) -> Account | None:
    """Return the account that has an image; None where nobody has it."""
    storage = occasion.parts.storage
    for account in storage.accounts():
        if storage.image(account.number, image_id.lower()) is not None:
            return account
    return None


def refused_as_foreign(occasion: Occasion) -> bool:
    """Hold for the 404 of an image that another account has."""
    return (
        occasion.operation == GET
        and occasion.status == 404
        and occasion.account is not None
        and owner_of(occasion, occasion.path_id) is not None
    )


def as_owner(occasion: Occasion) -> None:
    """Let a request for an image pass for one of the account that has it."""
    owner = owner_of(occasion, occasion.path_id)
    if owner is not None:
        acting_as(owner.email.partition("@")[0])(occasion)
