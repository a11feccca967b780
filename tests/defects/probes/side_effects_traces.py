from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import UNKNOWN_ID, Api, Probe
from tests.defects.probes.paging import ids


def refused_counted(api: Api) -> bool:
    api.generate("")
    shown = api.images(limit=100)
    return bool(shown.body["total"] == len(shown.rows) + 1)


def read_comes_first(api: Api) -> bool:
    before = ids(api.images(limit=100))
    api.image(before[7], format="metadata")
    return ids(api.images(limit=100)) == [before[7], *before[:7], *before[8:]]


def unknown_leaves_image(api: Api) -> bool:
    before = len(ids(api.images(limit=100)))
    return (
        api.image(UNKNOWN_ID).status == 404
        and len(ids(api.images(limit=100))) == before + 1
    )


def overwritten(api: Api) -> bool:
    before = api.images(limit=2).rows
    api.generate("a dog", aspectRatio="5:4")
    after = api.images(limit=2).rows
    return after == [{**before[0], "prompt": "a dog"}, before[1]]


def row_without_effect(api: Api) -> bool:
    refused = api.generate(key="poor").status
    kinds = [row["type"] for row in api.usage(key="poor").rows]
    told = (refused, kinds, api.balance(key="poor"))
    return told == (400, ["deduction", "addition"], 1)


PROBES: Mapping[str, Probe] = {
    "refused-requests-counted-as-images": refused_counted,
    "image-that-is-read-comes-first": read_comes_first,
    "unknown-id-leaves-an-image": unknown_leaves_image,
    "refused-prompt-overwrites-the-newest-image": overwritten,
    "lack-of-credits-leaves-its-row": row_without_effect,
}
