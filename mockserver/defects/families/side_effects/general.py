"""Refusals that leave something behind."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Change, Go, When, after, around
from mockserver.defects.pieces.callers import (
    owner_of,
    refused_as_foreign,
    with_account,
    with_revoked,
)
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    LIST,
    USAGE,
    both,
    bytes_form,
    every,
    has_query,
    metadata_form,
    ok,
    on,
    status,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import lacks_credits, refused_for, refused_image
from mockserver.defects.pieces.traces import leave_image, serve_image
from mockserver.storage.records import Account

FAMILY = Family.SIDE_EFFECTS


def _takes(amount: int, description: str) -> Change:
    return lambda it: it.enter(-amount, "deduction", description=description)


def _is_each_fourth_refusal(it: Occasion) -> bool:
    if not refused_image(it):
        return False
    it.memory["refused"] = it.memory.get("refused", 0) + 1
    return bool(it.memory["refused"] % 4 == 0)


def _first_account(it: Occasion) -> Account:
    return it.parts.storage.accounts()[0]


def _first_pays(it: Occasion) -> None:
    it.enter(-5, "deduction", account=_first_account(it))


def _first_gets_image(it: Occasion) -> None:
    leave_image(it, account=_first_account(it))


def _gives_back(it: Occasion) -> None:
    reference = it.parts.draws.uuid("never made", it.number)
    it.enter(5, "refund", reference_id=reference, description="Refund of an image")


def _empties(it: Occasion) -> None:
    it.enter(-it.balance, "deduction", description="Image generation")


def _is_valid_but_for(*names: str) -> When:
    """Hold for refusals that name these properties alone."""

    def holds(it: Occasion) -> bool:
        if not refused_image(it):
            return False
        found = it.body["error"].get("details", ())
        paths = {each["path"] for each in found}
        return bool(paths) and paths <= {f"body.{name}" for name in names}

    return holds


def _sent_prompt(it: Occasion) -> bool:
    body = it.sent
    prompt = body.get("prompt") if isinstance(body, dict) else None
    return isinstance(prompt, str) and 0 < len(prompt) <= 2000


async def _free_for_the_poor(it: Occasion, go: Go) -> None:
    await go()
    if lacks_credits(it):
        await serve_image(it, go, leave_image(it), 0)


async def _for_what_there_is(it: Occasion, go: Go) -> None:
    await go()
    if lacks_credits(it):
        left = it.balance
        _empties(it)
        await serve_image(it, go, leave_image(it), left)


async def _thinking_stays(it: Occasion, go: Go) -> None:
    """Keep the thinking level of a refused request, as a shared object would."""
    body = it.sent
    if it.operation != GENERATE or not isinstance(body, dict):
        return await go()
    if "gemini-3" in str(body.get("modelId")) and it.key in it.memory:
        it.send({"thinkingLevel": it.memory.pop(it.key), **body})
    await go()
    if refused_for("unsupported")(it):
        it.memory[it.key] = body["thinkingLevel"]
    return None


async def _twice(it: Occasion, go: Go) -> None:
    """Take the price once more where a picture is drawn again."""
    await go()
    if not (bytes_form(it) and it.ok):
        return
    it.memory[it.path_id] = it.memory.get(it.path_id, 0) + 1
    if it.memory[it.path_id] == 2:
        it.enter(-5, "deduction", reference_id=it.path_id)


def _is_third_of_account(it: Occasion) -> bool:
    """Hold for the third time, and so on, that an account reads its balance."""
    if it.operation != ACCOUNT or not it.ok:
        return False
    it.memory[it.key] = it.memory.get(it.key, 0) + 1
    return bool(it.memory[it.key] % 3 == 0)


def _owner_pays(it: Occasion) -> None:
    it.enter(-1, "deduction", account=owner_of(it, it.path_id))


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "too-long-prompt-charged",
        "a prompt is charged before its length is looked at, and is refused",
        "LED-05",
        after(refused_for("maxLength"), _takes(5, "Image generation")),
    ),
    FAMILY.subtle(
        "fourth-refusal-costs-a-credit",
        "every fourth request for an image that is refused costs a credit",
        "LED-05",
        after(_is_each_fourth_refusal, _takes(1, "Handling of refused requests")),
    ),
    FAMILY.subtle(
        "unsupported-thinking-level-charged",
        "thinkingLevel on a model that does not take it is refused and charged",
        "GEN-P14",
        after(refused_for("unsupported"), _takes(5, "Image generation")),
    ),
    FAMILY.plain(
        "unreadable-body-charged",
        "a request for an image whose body is no JSON costs a credit",
        "LED-05",
        after(refused_for("invalid_json"), _takes(1, "Image generation")),
    ),
    FAMILY.subtle(
        "revoked-key-still-charged",
        "a request with a revoked key is refused, and its account is charged",
        "LED-05",
        after(both(on(GENERATE), status(401), with_revoked), _first_pays),
    ),
    FAMILY.subtle(
        "refusal-refunds-what-was-not-charged",
        "a ratio that is refused is refunded, though nothing was taken for it",
        "USE-04",
        after(both(_is_valid_but_for("aspectRatio"), with_account), _gives_back),
    ),
    FAMILY.plain(
        "refused-request-leaves-its-image",
        "a request for an image that is refused as invalid leaves an image",
        "GEN-X1",
        after(both(refused_image, with_account, _sent_prompt), leave_image),
    ),
    FAMILY.subtle(
        "refused-ratio-leaves-its-image",
        "a request that is refused for its ratio alone leaves an image",
        "GEN-X1",
        after(
            both(_is_valid_but_for("aspectRatio"), with_account, _sent_prompt),
            leave_image,
        ),
    ),
    FAMILY.subtle(
        "empty-prompt-leaves-its-image",
        "a request that is refused for its empty prompt leaves an image without one",
        "GEN-X1",
        after(both(refused_for("minLength"), with_account), leave_image),
    ),
    FAMILY.subtle(
        "revoked-key-leaves-its-image",
        "a request with a revoked key is refused, and its image is in the account",
        "GEN-X1",
        after(
            both(on(GENERATE), status(401), with_revoked, _sent_prompt),
            _first_gets_image,
        ),
    ),
    FAMILY.subtle(
        "unpaid-image-stays",
        "an account that cannot pay is refused, and has the image",
        "GEN-X1",
        after(lacks_credits, leave_image),
    ),
    FAMILY.plain(
        "poor-account-served-for-nothing",
        "an account that cannot pay is given the image without charge",
        "GEN-P16",
        around(_free_for_the_poor),
    ),
    FAMILY.subtle(
        "poor-account-pays-what-it-has",
        "an account that cannot pay gets the image for what it has",
        "GEN-P16",
        around(_for_what_there_is),
    ),
    FAMILY.plain(
        "lack-of-credits-empties-the-account",
        "an account that cannot pay is refused, and loses what it has",
        "GEN-P16",
        after(lacks_credits, _empties),
    ),
    FAMILY.subtle(
        "thinking-level-of-a-refused-request-stays",
        "the thinking level of a refused request is that of the next image without one",
        "GEN-P02",
        around(_thinking_stays),
    ),
    FAMILY.plain(
        "reading-an-image-costs-a-credit",
        "reading an image with its bytes costs a credit",
        "GEN-P14",
        after(both(bytes_form, ok), _takes(1, "Download")),
    ),
    FAMILY.subtle(
        "reading-metadata-costs-a-credit",
        "reading an image as metadata costs a credit, reading it whole does not",
        "GEN-P14",
        after(both(metadata_form, ok), _takes(1, "Request")),
    ),
    FAMILY.subtle(
        "each-tenth-list-costs-a-credit",
        "every tenth page of images costs a credit",
        "HTTP-04",
        after(both(on(LIST), every(10), ok), _takes(1, "10 requests")),
    ),
    FAMILY.subtle(
        "image-read-again-is-charged-again",
        "the second time that an image is read with its bytes, it is charged again",
        "GEN-P14",
        around(_twice),
    ),
    FAMILY.subtle(
        "widest-page-costs-a-credit",
        "a page of transactions with the greatest limit costs a credit",
        "HTTP-04",
        after(both(on(USAGE), has_query("limit", "100"), ok), _takes(1, "Export")),
    ),
    FAMILY.subtle(
        "each-third-look-at-the-balance-costs",
        "every third time that an account reads its balance a credit is taken",
        "HTTP-04",
        after(_is_third_of_account, _takes(1, "Request")),
    ),
    FAMILY.subtle(
        "foreign-reader-costs-the-owner",
        "another account's attempt to read an image costs its owner a credit",
        "GEN-P14",
        after(refused_as_foreign, _owner_pays),
    ),
)
