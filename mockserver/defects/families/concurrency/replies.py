"""Two images at once, of which one is told or made wrongly."""

from __future__ import annotations

import base64
import json

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.conditions import bytes_form
from mockserver.defects.pieces.meeting import met
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import encoded
from mockserver.getimages.prices import DEFAULT_PRICES

FAMILY = Family.CONCURRENCY


def _in_one_body(later: Occasion, earlier: Occasion) -> None:
    before = earlier.body
    sent = before if isinstance(before, bytes) else json.dumps(before).encode()
    later.body = sent + json.dumps(later.body).encode()


def _model_of_the_earlier(later: Occasion, earlier: Occasion) -> None:
    sent, other = later.sent, earlier.sent
    if isinstance(sent, dict) and isinstance(other, dict):
        known = {sent.get("modelId"), other.get("modelId")} <= set(DEFAULT_PRICES)
        if known and "thinkingLevel" not in sent:
            later.send({**sent, "modelId": other["modelId"]})


def _no_bytes(later: Occasion, earlier: Occasion) -> None:
    later.images[0]["b64_json"] = ""


def _file_overwritten(later: Occasion, earlier: Occasion) -> None:
    later.memory[earlier.images[0]["id"]] = later.images[0]["b64_json"]


def _read_from_the_file(it: Occasion) -> None:
    if bytes_form(it) and it.path_id in it.memory:
        it.images[0]["b64_json"] = it.memory[it.path_id]


def _id_of_the_first_try(later: Occasion, earlier: Occasion) -> None:
    later.images[0]["id"] = later.parts.draws.uuid("try", later.number, 0)


def _exchange(later: Occasion, earlier: Occasion) -> None:
    ours, theirs = later.request, earlier.request
    ours.content, theirs.content = theirs.content, ours.content


def _joined_bytes(later: Occasion, earlier: Occasion) -> None:
    both_files = [base64.b64decode(it.images[0]["b64_json"]) for it in (earlier, later)]
    later.images[0]["b64_json"] = encoded(b"".join(both_files))


def _stored_prompt_of(later: Occasion, earlier: Occasion) -> None:
    later.memory["prompt", later.images[0]["id"]] = earlier.images[0]["prompt"]


def _as_stored(it: Occasion) -> None:
    for image in it.images:
        told = image["prompt"]
        image["prompt"] = it.memory.get(("prompt", image["id"]), told)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "two-at-once-in-one-body",
        "of two images at once the later is answered with both replies in one body",
        "HTTP-02",
        met(_in_one_body),
    ),
    FAMILY.plain(
        "two-at-once-one-model",
        "of two images at once the later is made by the model of the earlier",
        "GEN-P02",
        met(request=_model_of_the_earlier),
    ),
    FAMILY.plain(
        "two-at-once-empty-bytes",
        "of two images at once the later comes with an empty b64_json",
        "GEN-P05",
        met(_no_bytes),
    ),
    FAMILY.subtle(
        "two-at-once-one-file",
        "of two images at once the earlier is read with the picture of the later",
        "GET-07",
        met(_file_overwritten, elsewhere=_read_from_the_file),
    ),
    FAMILY.subtle(
        "two-at-once-id-of-the-first-try",
        "of two images at once the later is told with an id that names no image",
        "GEN-P12",
        met(_id_of_the_first_try),
    ),
    FAMILY.plain(
        "two-at-once-exchanged",
        "of two images at once each is answered with the other",
        "GEN-P02",
        met(request=_exchange),
    ),
    FAMILY.plain(
        "two-at-once-share-a-buffer",
        "of two images at once the later comes with the bytes of both in a row",
        "GET-07",
        met(_joined_bytes),
    ),
    FAMILY.subtle(
        "two-at-once-stored-with-one-prompt",
        "of two images at once the later is read and listed with the earlier's prompt",
        "IMG-01",
        met(_stored_prompt_of, elsewhere=_as_stored),
    ),
)
