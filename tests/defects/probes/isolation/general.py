from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.authentication.general import newest


def bought(api: Api, key: str = "good") -> str:
    return str(api.generate(key=key).image["id"])


def oldest(api: Api) -> str:
    return str(api.images(limit=100).rows[-1]["id"])


def foreign_whole(api: Api) -> bool:
    mine, theirs = bought(api), bought(api, "second")
    return api.image(theirs).ok and api.image(mine, key="second").ok


def foreign_metadata_alone(api: Api) -> bool:
    image = bought(api)
    whole = api.image(image, key="second").status
    return whole == 404 and api.image(image, key="second", format="metadata").ok


def foreign_once_read(api: Api) -> bool:
    image = bought(api)
    before = api.image(image, key="second").status
    return before == 404 and api.image(image).ok and api.image(image, key="second").ok


def foreign_if_old(api: Api) -> bool:
    new = api.image(bought(api), key="second").status
    return new == 404 and api.image(oldest(api), key="second").ok


def foreign_to_second(api: Api) -> bool:
    theirs = bought(api, "second")
    seen = api.image(bought(api), key="second").ok
    return seen and api.image(theirs).status == 404


def foreign_forbidden(api: Api) -> bool:
    return api.image(bought(api), key="second").status == 403


def list_of_all(api: Api) -> bool:
    image = bought(api, "second")
    mine = [row["id"] for row in api.images(limit=100).rows]
    return image in mine and len(mine) == 58


def empty_sees_all(api: Api) -> bool:
    seen = len(api.images(key="second").rows)
    bought(api, "second")
    return (seen, len(api.images(key="second").rows)) == (20, 1)


def page_of_another(api: Api) -> bool:
    mine = api.images(limit=7)
    theirs = api.images(key="second", limit=7)
    return bool(mine.rows) and mine.rows == theirs.rows


def rows_of_another(api: Api) -> bool:
    theirs = api.usage(key="second", limit=100).rows
    return (
        theirs == api.usage(limit=100).rows and len(api.usage(key="second").rows) == 1
    )


def usage_total(api: Api) -> bool:
    body = api.usage(key="poor").body
    return len(body["transactions"]) == 1 and body["total"] > 57


def paid_by_another(api: Api) -> bool:
    images = [bought(api) for _ in range(3)]
    mine = [row["referenceId"] for row in api.usage().rows]
    theirs = [row["referenceId"] for row in api.usage(key="second").rows]
    return images[2] in theirs and images[2] not in mine and images[1] in mine


def image_astray(api: Api) -> bool:
    api.account()
    image = bought(api, "second")
    return api.image(image).ok and api.image(image, key="second").status == 404


def same_user_told(api: Api) -> bool:
    mine, theirs = api.account().body, api.account(key="second").body
    same = all(mine[name] == theirs[name] for name in ("userId", "email"))
    return same and bool(mine["creditBalance"] == api.balance())


def poor_has_first_user_id(api: Api) -> bool:
    first = api.account().body["userId"]
    others = [api.account(key=key).body["userId"] for key in ("poor", "second")]
    return bool(others[0] == first and others[1] != first)


def last_email(api: Api) -> bool:
    api.account()
    told = api.account(key="second").body["email"]
    again = api.account(key="second").body["email"]
    return (told, again) == ("good@example.com", "second@example.com")


def user_id_changes(api: Api) -> bool:
    before = api.account().body["userId"]
    bought(api)
    return bool(api.account().body["userId"] != before)


def email_changes(api: Api) -> bool:
    before = api.account().body["email"]
    api.generate("")
    return bool(api.account().body["email"] != before)


def gallery(api: Api) -> bool:
    styled, plain = (api.generate(**each).image["id"] for each in ({"style": "x"}, {}))
    found = [api.image(each, key="second").status for each in (styled, plain)]
    return found == [200, 404]


def listed_in_vain(api: Api) -> bool:
    before, image = api.images(key="second").body["total"], newest(api)
    asked = api.image(image, key="second").status
    page = api.images(key="second")
    listed = image in [row["id"] for row in page.rows]
    return asked == 404 and listed and page.body["total"] == before + 1


PROBES: Mapping[str, Probe] = {
    "foreign-image-served": foreign_whole,
    "foreign-metadata-served": foreign_metadata_alone,
    "image-cached-for-every-account": foreign_once_read,
    "old-images-belong-to-everybody": foreign_if_old,
    "second-account-sees-foreign-images": foreign_to_second,
    "foreign-image-forbidden": foreign_forbidden,
    "list-shows-every-account": list_of_all,
    "empty-account-lists-everything": empty_sees_all,
    "pages-cached-without-the-account": page_of_another,
    "widest-usage-page-of-the-first-account": rows_of_another,
    "usage-total-counts-every-account": usage_total,
    "each-third-image-paid-by-another-account": paid_by_another,
    "image-goes-to-whoever-read-last": image_astray,
    "account-cached-for-every-key": same_user_told,
    "poor-account-has-the-first-user-id": poor_has_first_user_id,
    "email-of-the-last-caller": last_email,
    "user-id-changes-with-the-first-image": user_id_changes,
    "email-changes-after-a-refusal": email_changes,
    "styled-images-in-a-gallery": gallery,
    "image-asked-for-in-vain-is-listed": listed_in_vain,
}
