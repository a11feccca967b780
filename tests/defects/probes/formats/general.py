from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import UNKNOWN_ID, Api, Probe
from tests.defects.probes.formats.metadata import forms
from tests.defects.probes.paging.general import ids


def both_forms(api: Api, image_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return api.image(image_id).image, api.image(image_id, format="metadata").image


def newest(api: Api) -> tuple[dict[str, Any], dict[str, Any]]:
    return both_forms(api, api.images(limit=1).rows[0]["id"])


def format_ignored(api: Api) -> bool:
    whole, metadata = newest(api)
    return "b64_json" in metadata and metadata == whole


def always_the_newest(api: Api) -> bool:
    first, second = (row["id"] for row in api.images(limit=2).rows)
    return bool(api.image(second).image["id"] == first)


def null_as_metadata(api: Api) -> bool:
    metadata = api.image(UNKNOWN_ID, format="metadata")
    return (
        api.image(UNKNOWN_ID).status == 404
        and metadata.ok
        and metadata.body == {"image": None}
    )


def first_form_cached(api: Api) -> bool:
    first, second = (row["id"] for row in api.images(limit=2).rows)
    _, metadata = both_forms(api, first)
    api.image(second, format="metadata")
    return "b64_json" in metadata and "b64_json" not in api.image(second).image


def metadata_for_all(api: Api) -> bool:
    first, second = (row["id"] for row in api.images(limit=2).rows)
    api.image(first, format="metadata")
    whole, metadata = both_forms(api, second)
    return bool(whole["id"] == second and metadata["id"] == first)


def format_sticks(api: Api) -> bool:
    first, second = (row["id"] for row in api.images(limit=2).rows)
    api.image(first, format="metadata")
    after, later = (api.image(second).image for _ in range(2))
    return "b64_json" not in after and "b64_json" in later


def archived(api: Api) -> bool:
    rows = api.images(limit=100).rows
    return (
        "b64_json" in api.image(rows[49]["id"]).image
        and "b64_json" not in api.image(rows[50]["id"]).image
    )


def handed_out_once(api: Api) -> bool:
    bought = api.generate().image["id"]
    first, again = (api.image(bought).image for _ in range(2))
    return "b64_json" in first and "b64_json" not in again


def new_with_bytes(api: Api) -> bool:
    bought = api.generate().image
    _, metadata = both_forms(api, bought["id"])
    _, older = both_forms(api, api.images(limit=2).rows[1]["id"])
    return metadata.get("b64_json") == bought["b64_json"] and "b64_json" not in older


def escaped(api: Api) -> bool:
    whole, metadata = both_forms(api, api.generate("<b>&").image["id"])
    return (whole["prompt"], metadata["prompt"]) == ("<b>&", "&lt;b&gt;&amp;")


def misread(api: Api) -> bool:
    whole, metadata = both_forms(api, api.generate("café").image["id"])
    return (whole["prompt"], metadata["prompt"]) == ("cafÃ©", "café")


def cost_lost(api: Api) -> bool:
    whole, metadata = newest(api)
    return bool(whole["creditCost"] > 0 and metadata["creditCost"] == 0)


def empty_image(api: Api) -> bool:
    read = api.image(UNKNOWN_ID)
    return read.ok and (read.image["prompt"], read.image["b64_json"]) == ("", "")


def before_the_field(api: Api) -> bool:
    found = ["thinkingLevel" in row for row in api.images(limit=100).rows]
    return found[0] and not found[-1]


def camel_case(api: Api) -> bool:
    image = forms(api)[0]["image"]
    return "b64Json" in image and "b64_json" not in image


def not_ready(api: Api) -> bool:
    image_id = api.generate().image["id"]
    found = ["b64_json" in api.image(image_id).image for _ in range(3)]
    return found == [False, True, True]


def too_wide(api: Api) -> bool:
    wide, other = (forms(api, aspectRatio=each)[0] for each in ("21:9", "16:9"))
    return wide["image"]["b64_json"] is None and bool(other["image"]["b64_json"])


def older_release(api: Api) -> bool:
    image_id = ids(api.images())[0]
    read = [api.image(image_id, format="metadata").image for _ in range(4)]
    return ["b64_json" in image for image in read] == [False, False, False, True]


def unknown(api: Api, status: int) -> bool:
    return (api.image(UNKNOWN_ID).status, api.image("x").status) == (status, 404)


PROBES: Mapping[str, Probe] = {
    "read-image-without-bytes": lambda api: "b64_json" not in newest(api)[0],
    "format-ignored": format_ignored,
    "metadata-with-empty-bytes": lambda api: newest(api)[1].get("b64_json") == "",
    "metadata-with-null-bytes": lambda api: (
        newest(api)[1].get("b64_json", "left out") is None
    ),
    "newest-image-whatever-the-id": always_the_newest,
    "unknown-id-is-a-bad-request": lambda api: api.image(UNKNOWN_ID).status == 400,
    "unknown-id-is-null-as-metadata": null_as_metadata,
    "first-form-cached": first_form_cached,
    "first-metadata-cached-for-all": metadata_for_all,
    "format-sticks-to-the-key": format_sticks,
    "archived-images-without-bytes": archived,
    "bytes-handed-out-once": handed_out_once,
    "metadata-of-new-images-with-bytes": new_with_bytes,
    "metadata-with-escaped-prompt": escaped,
    "read-prompt-decoded-as-latin-1": misread,
    "cost-lost-in-metadata": cost_lost,
    "unknown-id-is-an-empty-image": empty_image,
    "older-images-lack-the-thinking-level": before_the_field,
    "each-fourth-metadata-with-bytes": older_release,
    "read-bytes-in-camel-case": camel_case,
    "first-read-without-bytes": not_ready,
    "widest-images-read-without-bytes": too_wide,
    "unknown-id-is-a-server-error": lambda api: unknown(api, 500),
    "unknown-id-is-forbidden": lambda api: unknown(api, 403),
}
