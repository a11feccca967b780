from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.authentication.general import newest


def balance_of_the_last(api: Api) -> bool:
    mine = api.balance()
    return api.balance(key="poor") == mine and api.balance(key="poor") == 1


def foreign_told_in_404(api: Api) -> bool:
    image = newest(api)
    asked = api.image(image, key="second")
    told = asked.body.get("image", {}).get("id")
    return bool(asked.status == 404 and told == image)


def lack_for_all(api: Api) -> bool:
    before = api.generate().status
    lacks = api.generate(key="poor").status
    return (before, lacks, api.generate().status) == (200, 400, 400)


def missing_to_its_owner(api: Api) -> bool:
    image = newest(api)
    before = api.image(image).status
    api.image(image, key="second")
    return (before, api.image(image).status) == (200, 404)


def newest_in_every_list(api: Api) -> bool:
    bought = api.generate(modelId=MODELS[2]).image["id"]
    return [row["id"] for row in api.images(key="second").rows] == [bought]


def shared_files(api: Api) -> bool:
    image = api.generate("mine").image
    before = api.image(image["id"]).image["b64_json"]
    other = api.generate("yours", key="second").image["b64_json"]
    after = api.image(image["id"]).image["b64_json"]
    return bool(before == image["b64_json"] != after == other)


def tenant_left(api: Api) -> bool:
    api.generate("")
    first, second = api.account(key="second"), api.account(key="second")
    told = [each.body["email"].partition("@")[0] for each in (first, second)]
    return told == ["good", "second"]


def foreign_new_image(api: Api) -> bool:
    new = api.generate().image["id"]
    older = api.images(limit=2).rows[1]["id"]
    return (
        api.image(new, key="second").ok
        and api.image(older, key="second").status == 404
        and api.image(new, key="revoked").status == 401
    )


def foreign_usage(api: Api) -> bool:
    own = api.usage(limit=5).rows
    return api.usage(limit=5, key="second").rows == own and len(own) == 5


PROBES: Mapping[str, Probe] = {
    "balance-of-the-account-read-before": balance_of_the_last,
    "foreign-404-shows-the-image": foreign_told_in_404,
    "lack-of-credits-cached-for-all": lack_for_all,
    "foreign-404-cached-for-the-owner": missing_to_its_owner,
    "newest-image-in-every-list": newest_in_every_list,
    "files-of-two-accounts-share-a-name": shared_files,
    "tenant-left-behind-by-a-refusal": tenant_left,
    "new-images-cached-by-id-alone": foreign_new_image,
    "usage-cached-by-url-alone": foreign_usage,
}
