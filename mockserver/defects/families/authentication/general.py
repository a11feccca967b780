"""Keys that open what they should not, or do not open what they should."""

from __future__ import annotations

import base64
import binascii

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, before, instead
from mockserver.defects.pieces.callers import (
    acting_as,
    give_key,
    with_account,
    with_revoked,
    with_stranger,
    without_credentials,
)
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    LIST,
    READS,
    USAGE,
    always,
    both,
    bytes_form,
    has_query,
    metadata_form,
    on,
    status,
    tenant,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import not_found
from mockserver.defects.pieces.states import with_settings

FAMILY = Family.AUTHENTICATION


def _credentials(it: Occasion) -> tuple[str, str]:
    scheme, _, rest = it.request.headers.get("authorization", "").partition(" ")
    return scheme, rest.strip()


def _take_basic(it: Occasion) -> None:
    scheme, rest = _credentials(it)
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(rest).decode()
        except (binascii.Error, UnicodeDecodeError):
            return
        give_key(it, decoded.partition(":")[0])


def _take_any_scheme(it: Occasion) -> None:
    words = it.request.headers.get("authorization", "").split()
    if len(words) == 2:
        give_key(it, words[1])


def _take_bare(it: Occasion) -> None:
    words = it.request.headers.get("authorization", "").split()
    if len(words) == 1 and words[0].lower() != "bearer":
        give_key(it, words[0])


def _take_query(it: Occasion) -> None:
    key = it.query.get("api_key", "")
    if key.isascii() and key.isprintable():
        give_key(it, key)


def _take_field(it: Occasion) -> None:
    give_key(it, it.request.headers.get("x-api-key", ""))


def _is_bare_bearer(it: Occasion) -> bool:
    return it.request.headers.get("authorization", "").strip().lower() == "bearer"


def _take_longest_known(it: Occasion) -> None:
    """Cut the key as a column of its own width would, down to a key that is known."""
    for end in range(len(it.key) - 1, 8, -1):
        if it.parts.accounts.find(it.key[:end]) is not None:
            give_key(it, it.key[:end])
            return


def _begins_good_key(it: Occasion) -> bool:
    return len(it.key) >= 8 and "gi_mock_good".startswith(it.key)


def _take_small_letters(it: Occasion) -> None:
    if it.parts.accounts.find(it.key.lower()) is not None:
        give_key(it, it.key.lower())


def _is_fresh_revoked(it: Occasion) -> bool:
    if not with_revoked(it):
        return False
    it.memory["revoked"] = it.memory.get("revoked", 0) + 1
    return bool(it.memory["revoked"] <= 3)


def _is_fourth_stranger(it: Occasion) -> bool:
    if not with_stranger(it):
        return False
    it.memory["strangers"] = it.memory.get("strangers", 0) + 1
    return bool(it.memory["strangers"] % 4 == 0)


def _is_small_bearer(it: Occasion) -> bool:
    return it.request.headers.get("authorization", "").startswith("bearer ")


def _refuse(it: Occasion) -> None:
    it.refuse(401, "Invalid API key")
    it.headers["www-authenticate"] = "Bearer"


def _drop_challenge(it: Occasion) -> None:
    it.headers.pop("WWW-Authenticate", None)


def _repeat_key(it: Occasion) -> None:
    it.body["error"]["message"] = f"The API key {it.key} was revoked."


def _trace_key(it: Occasion) -> None:
    it.headers["X-Upstream-Authorization"] = f"Bearer {it.key}"


def _is_unknown_image(it: Occasion) -> bool:
    storage = it.parts.storage
    return (
        on("getImage")(it)
        and not with_account(it)
        and not any(
            storage.image(each.number, it.path_id.lower())
            for each in storage.accounts()
        )
    )


def _missing_scope(it: Occasion) -> None:
    _refuse(it)
    it.body["error"]["message"] = "This API key lacks the scope usage:read"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "account-open-without-credentials",
        "getAccount answers without credentials, with the first account",
        "SEC-01",
        before(both(on(ACCOUNT), without_credentials), acting_as("good")),
    ),
    FAMILY.subtle(
        "image-bytes-open-without-credentials",
        "an image is public to whoever knows its id, in the form with bytes alone",
        "SEC-01",
        before(both(bytes_form, without_credentials), acting_as("good")),
    ),
    FAMILY.subtle(
        "image-metadata-open-without-credentials",
        "the metadata form of an image needs no credentials",
        "SEC-01",
        before(both(metadata_form, without_credentials), acting_as("good")),
    ),
    FAMILY.subtle(
        "generate-image-open-without-credentials",
        "an image is made without credentials, at the cost of the first account",
        "SEC-01",
        before(both(on(GENERATE), without_credentials), acting_as("good")),
    ),
    FAMILY.plain(
        "any-key-opens-an-account",
        "every key that nobody has opens a new account with credits",
        "SEC-02",
        with_settings(auth="any"),
    ),
    FAMILY.subtle(
        "key-cut-to-the-width-of-its-column",
        "a key with more behind it opens the account of its beginning",
        "SEC-02",
        before(with_stranger, _take_longest_known),
    ),
    FAMILY.subtle(
        "key-found-by-its-beginning",
        "the beginning of a key, without its end, opens its account",
        "SEC-02",
        before(both(with_stranger, _begins_good_key), acting_as("good")),
    ),
    FAMILY.subtle(
        "key-compared-without-case",
        "a key with its letters in another case opens its account",
        "SEC-02",
        before(with_stranger, _take_small_letters),
    ),
    FAMILY.subtle(
        "every-fourth-unknown-key-passes",
        "one in four unknown keys passes, as when the service of keys times out",
        "SEC-02",
        before(_is_fourth_stranger, acting_as("good")),
    ),
    FAMILY.plain(
        "any-scheme-accepted",
        "a key counts whatever scheme it is sent by, such as Token",
        "SEC-03",
        before(always, _take_any_scheme),
    ),
    FAMILY.subtle(
        "key-accepted-by-basic",
        "a key counts as the user name of Basic credentials",
        "SEC-03",
        before(always, _take_basic),
    ),
    FAMILY.subtle(
        "key-accepted-without-a-scheme",
        "a key counts when it stands in Authorization without a scheme",
        "SEC-03",
        before(always, _take_bare),
    ),
    FAMILY.subtle(
        "key-accepted-in-the-query",
        "a key counts when it stands in the query as api_key",
        "SEC-03",
        before(without_credentials, _take_query),
    ),
    FAMILY.subtle(
        "key-accepted-in-x-api-key",
        "a key counts when it stands in X-API-Key",
        "SEC-03",
        before(without_credentials, _take_field),
    ),
    FAMILY.subtle(
        "bearer-without-a-key-reads",
        "Bearer with nothing behind it reads what belongs to the first account",
        "SEC-03",
        before(both(on(*READS), _is_bare_bearer), acting_as("good")),
    ),
    FAMILY.subtle(
        "scheme-in-small-letters-refused",
        "a key is refused when the scheme is written bearer",
        "SEC-04",
        instead(_is_small_bearer, _refuse),
        depth="deep",
    ),
    FAMILY.plain(
        "revoked-key-still-opens",
        "a revoked key opens its account as before",
        "SEC-05",
        before(with_revoked, acting_as("good")),
    ),
    FAMILY.subtle(
        "revoked-key-still-reads",
        "a revoked key makes no images any more, and goes on to read lists",
        "SEC-05",
        before(both(on(LIST, USAGE), with_revoked), acting_as("good")),
    ),
    FAMILY.subtle(
        "revocation-comes-late",
        "a revoked key passes three times until a cache of keys is renewed",
        "SEC-05",
        before(_is_fresh_revoked, acting_as("good")),
    ),
    FAMILY.plain(
        "challenge-missing",
        "a 401 has no WWW-Authenticate",
        "SEC-06",
        after(status(401), _drop_challenge),
    ),
    FAMILY.subtle(
        "challenge-missing-for-revoked-keys",
        "a 401 for a revoked key alone has no WWW-Authenticate",
        "SEC-06",
        after(both(status(401), with_revoked), _drop_challenge),
    ),
    FAMILY.plain(
        "revoked-key-told-in-the-refusal",
        "the refusal of a revoked key repeats the key in its message",
        "SEC-07",
        after(both(status(401), with_revoked), _repeat_key),
    ),
    FAMILY.subtle(
        "key-repeated-in-a-field-of-404",
        "a 404 has a field of a proxy that repeats the credentials",
        "SEC-07",
        after(both(status(404), with_account), _trace_key),
    ),
    FAMILY.subtle(
        "unknown-image-told-without-credentials",
        "without a key an unknown image is 404 and one that exists is 401",
        "SEC-12",
        instead(_is_unknown_image, not_found),
        depth="deep",
    ),
    FAMILY.plain(
        "usage-closed-to-every-key",
        "listUsage answers 401 to keys that open all else",
        "SEC-13",
        instead(both(on(USAGE), with_account), _missing_scope),
    ),
    FAMILY.subtle(
        "usage-closed-to-the-second-account",
        "listUsage answers 401 to one of two accounts, whose key opens all else",
        "SEC-13",
        instead(both(on(USAGE), tenant("second")), _missing_scope),
    ),
    FAMILY.subtle(
        "list-with-an-offset-refuses-the-key",
        "listImages is 401 to a good key when its query has an offset",
        "SEC-13",
        instead(
            both(on(LIST), has_query("offset"), with_account),
            _refuse,
        ),
    ),
)
