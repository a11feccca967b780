"""New images that do not have the form of the document."""

from __future__ import annotations

from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.books import once_bought
from mockserver.defects.pieces.conditions import GENERATE, always, asks
from mockserver.defects.pieces.fields import nulls_left_out
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import shown

FAMILY = Family.SCHEMAS


def _as_size(image: dict[str, Any]) -> None:
    if image["providerId"] == "openai":
        wide, high = map(int, image["aspectRatio"].split(":"))
        square = "1024x1024" if wide == high else ""
        image["aspectRatio"] = square or ("1536x1024" if wide > high else "1024x1536")


def _ratio_as_sent(it: Occasion) -> None:
    it.body["image"]["aspectRatio"] = None


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "new-image-id-without-hyphens",
        "the id of a new image is a UUID without its hyphens",
        "GEN-R01",
        shown(
            lambda image: image.update(id=image["id"].replace("-", "")),
            always,
            GENERATE,
        ),
    ),
    FAMILY.plain(
        "unset-fields-left-out-of-new-images",
        "a new image lacks style and thinkingLevel where they were not asked for",
        "GEN-R01",
        shown(nulls_left_out, always, GENERATE),
    ),
    FAMILY.subtle(
        "ratio-told-as-size-for-openai",
        "aspectRatio of a new image of one provider is a size such as 1536x1024",
        "GEN-R01",
        shown(_as_size, always, GENERATE),
    ),
    FAMILY.subtle(
        "deep-images-without-bytes-yet",
        "b64_json of a new image is null when thinkingLevel deep was asked for",
        "GEN-R01",
        shown(
            lambda image: image.update(b64_json=None),
            asks(thinkingLevel="deep"),
            GENERATE,
        ),
    ),
    FAMILY.subtle(
        "ratio-null-where-none-was-asked",
        "generateImage tells aspectRatio as null for a request that has none",
        "GEN-R01",
        once_bought(asks(aspectRatio=None), _ratio_as_sent),
    ),
)
