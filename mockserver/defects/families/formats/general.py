"""The two forms of getImage, and forms of values."""

from __future__ import annotations

from typing import Any

from mockserver.clock import timestamp
from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, before
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    both,
    bytes_form,
    first_of_its_id,
    metadata_form,
    names_a_new_image,
    names_a_uuid,
    ok,
    on,
    status,
    unless,
)
from mockserver.defects.pieces.fields import (
    any_row,
    escaped,
    in_images,
    older_than_a_day,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import becomes, crash

FAMILY = Family.FORMATS


def _without_bytes(it: Occasion) -> None:
    it.body["image"].pop("b64_json", None)


def _whole(it: Occasion) -> None:
    it.ask(format=None)


def _empty_bytes(it: Occasion) -> None:
    it.body["image"]["b64_json"] = ""


def _null_bytes(it: Occasion) -> None:
    it.body["image"]["b64_json"] = None


def _newest(it: Occasion) -> None:
    storage, account = it.parts.storage, it.account
    if account is None or storage.image(account.number, it.path_id) is None:
        return
    _, (newest, *_) = storage.images(account.number, limit=1, offset=0)
    it.request.path = it.request.path.replace(it.path_id, newest.id)


def _null_image(it: Occasion) -> None:
    it.reply(200, {"image": None})


def _first_form_again(it: Occasion) -> None:
    it.body = it.memory.setdefault((it.key, it.path_id), it.body)


def _first_image_again(it: Occasion) -> None:
    it.body = it.memory.setdefault(it.key, it.body)


def _form_sticks(it: Occasion) -> None:
    if "b64_json" not in it.body["image"]:
        it.memory[it.key] = True
    elif it.memory.pop(it.key, False):
        _without_bytes(it)


def _archived(it: Occasion) -> None:
    storage, account = it.parts.storage, it.account
    if account is None:
        return
    total, _ = storage.images(account.number, limit=1, offset=0)
    _, archive = storage.images(account.number, limit=100, offset=50)
    if total > 50 and it.path_id in {image.id for image in archive}:
        _without_bytes(it)


def _bytes_of_new_ones(it: Occasion) -> None:
    image = it.body["image"]
    if it.operation == GENERATE:
        it.memory[image["id"]] = image["b64_json"]
    elif image["id"] in it.memory:
        image["b64_json"] = it.memory[image["id"]]


def _misread(it: Occasion) -> None:
    image = it.body["image"]
    image["prompt"] = image["prompt"].encode().decode("latin-1")


def _cost_lost(it: Occasion) -> None:
    it.body["image"]["creditCost"] = 0


def _empty_image(it: Occasion) -> None:
    image: dict[str, Any] = {
        "id": it.path_id.lower(),
        "prompt": "",
        "modelId": "openai:gpt-image-1.5",
        "providerId": "openai",
        "aspectRatio": "1:1",
        "style": None,
        "thinkingLevel": None,
        "mediaType": "image/png",
        "createdAt": timestamp(it.parts.clock.now()),
    }
    if not metadata_form(it):
        image["b64_json"] = ""
    it.reply(200, {"image": image})


def _widest(it: Occasion) -> bool:
    return bool(it.images[0]["aspectRatio"] == "21:9")


def _fourth(it: Occasion) -> bool:
    it.memory["turn"] = it.memory.get("turn", 0) + 1
    return bool(it.memory["turn"] % 4 == 0)


def _camel_case(it: Occasion) -> None:
    image = it.body["image"]
    image["b64Json"] = image.pop("b64_json")


def _forbidden(it: Occasion) -> None:
    it.refuse(403, "Access Denied")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "read-image-without-bytes",
        "getImage without a format sends no b64_json",
        "GET-01",
        after(both(bytes_form, ok), _without_bytes),
    ),
    FAMILY.plain(
        "format-ignored",
        "getImage with format=metadata sends the bytes",
        "GET-02",
        before(metadata_form, _whole),
    ),
    FAMILY.plain(
        "metadata-with-empty-bytes",
        "getImage with format=metadata sends an empty b64_json",
        "GET-02",
        after(both(metadata_form, ok), _empty_bytes),
    ),
    FAMILY.plain(
        "metadata-with-null-bytes",
        "getImage with format=metadata sends b64_json as null, which was to be omitted",
        "GET-02",
        after(both(metadata_form, ok), _null_bytes),
    ),
    FAMILY.plain(
        "newest-image-whatever-the-id",
        "getImage shows the newest image of the account for every image of it",
        "GET-03",
        before(on(GET), _newest),
    ),
    FAMILY.plain(
        "unknown-id-is-a-bad-request",
        "a UUID that names no image is answered with 400",
        "GET-04",
        after(both(on(GET), status(404), names_a_uuid), becomes(400)),
    ),
    FAMILY.subtle(
        "unknown-id-is-null-as-metadata",
        "an id that names no image is answered with 200 and a null image as metadata",
        "GET-04",
        after(both(metadata_form, status(404), names_a_uuid), _null_image),
    ),
    FAMILY.subtle(
        "first-form-cached",
        "an image is sent again in the form that was first asked for",
        "GET-02",
        after(both(on(GET), ok), _first_form_again),
    ),
    FAMILY.subtle(
        "first-metadata-cached-for-all",
        "the metadata of every image are those that the account read first",
        "GET-03",
        after(both(metadata_form, ok), _first_image_again),
    ),
    FAMILY.subtle(
        "format-sticks-to-the-key",
        "the image that is read whole after one that was read as metadata has no bytes",
        "GET-01",
        after(both(on(GET), ok), _form_sticks),
    ),
    FAMILY.subtle(
        "archived-images-without-bytes",
        "images that are older than the newest fifty are read without bytes",
        "GET-01",
        after(both(bytes_form, ok), _archived),
    ),
    FAMILY.subtle(
        "bytes-handed-out-once",
        "an image that is read whole a second time has no bytes",
        "GET-01",
        after(both(bytes_form, ok, unless(first_of_its_id)), _without_bytes),
    ),
    FAMILY.subtle(
        "metadata-of-new-images-with-bytes",
        "the metadata of an image that was just bought have its bytes",
        "GET-02",
        after(both(on(GENERATE, GET), ok), _bytes_of_new_ones),
    ),
    FAMILY.subtle(
        "metadata-with-escaped-prompt",
        "the prompt is escaped as HTML when an image is read as metadata",
        "IMG-01",
        after(both(metadata_form, ok), in_images(any_row, escaped)),
    ),
    FAMILY.subtle(
        "read-prompt-decoded-as-latin-1",
        "letters beyond ASCII of a prompt are mangled when an image is read whole",
        "IMG-01",
        after(both(bytes_form, ok), _misread),
    ),
    FAMILY.subtle(
        "cost-lost-in-metadata",
        "creditCost is 0 when an image is read as metadata",
        "GEN-P09",
        after(both(metadata_form, ok), _cost_lost),
    ),
    FAMILY.plain(
        "unknown-id-is-an-empty-image",
        "a UUID that names no image is answered with an image without prompt and bytes",
        "GET-04",
        after(both(on(GET), status(404), names_a_uuid, with_account), _empty_image),
    ),
    FAMILY.subtle(
        "older-images-lack-the-thinking-level",
        "images older than a day have no thinkingLevel, not even null",
        "GET-R01",
        after(
            both(on(LIST, GET), ok),
            in_images(older_than_a_day, lambda image: image.pop("thinkingLevel")),
        ),
    ),
    FAMILY.subtle(
        "each-fourth-metadata-with-bytes",
        "each fourth request with format=metadata is answered with the bytes",
        "GET-02",
        before(both(metadata_form, _fourth), _whole),
    ),
    FAMILY.plain(
        "read-bytes-in-camel-case",
        "getImage sends the bytes as b64Json, generateImage as b64_json",
        "GET-R01",
        after(both(bytes_form, ok), _camel_case),
    ),
    FAMILY.subtle(
        "first-read-without-bytes",
        "a new image comes without bytes the first time that it is read whole",
        "GET-01",
        after(both(bytes_form, ok, names_a_new_image, first_of_its_id), _without_bytes),
    ),
    FAMILY.subtle(
        "widest-images-read-without-bytes",
        "an image of 21:9 is read with null in the place of its bytes",
        "GET-01",
        after(both(bytes_form, ok, _widest), _null_bytes),
    ),
    FAMILY.plain(
        "unknown-id-is-a-server-error",
        "a UUID that names no image is answered with 500",
        "GET-04",
        after(both(on(GET), status(404), with_account, names_a_uuid), crash),
    ),
    FAMILY.plain(
        "unknown-id-is-forbidden",
        "a UUID that names no image is answered with 403, as a file store does it",
        "GET-04",
        after(both(on(GET), status(404), with_account, names_a_uuid), _forbidden),
    ),
)
