"""What a request leaves to the next one, which is answered wrongly."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, after, around
from mockserver.defects.pieces.asking import prompt
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import GENERATE, LISTS, status
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import put
from mockserver.defects.pieces.refusals import crash, refused_for, refused_image

FAMILY = Family.SIDE_EFFECTS


async def _limit_sticks(it: Occasion, go: Go) -> None:
    if it.operation in LISTS and "limit" not in it.query and it.tenant in it.memory:
        it.ask(limit=it.memory[it.tenant])
    await go()
    if it.operation in LISTS and it.ok:
        it.memory[it.tenant] = it.body["limit"]


async def _rest_read_as_request(it: Occasion, go: Go) -> None:
    """Leave a body that could not be read to whoever asks next."""
    if it.memory.pop("rest", False):
        return it.refuse(400, "The request is malformed")
    await go()
    it.memory["rest"] = refused_for("invalid_json")(it)
    return None


async def _locked(it: Occasion, go: Go) -> None:
    """Forget to open the lock of an account where its request is refused."""
    if it.operation != GENERATE or it.account is None:
        return await go()
    if it.memory.pop(it.account.number, False):
        return it.refuse(400, "Another image is being made for this account")
    await go()
    it.memory[it.account.number] = it.status == 400
    return None


async def _empty_after_refused(it: Occasion, go: Go) -> None:
    await go()
    if it.operation in LISTS and it.account is not None:
        if it.memory.get(it.tenant) and it.ok:
            put(it, [])
        it.memory[it.tenant] = it.status == 400


def _pile_up(it: Occasion) -> None:
    found = it.body["error"].get("details", [])
    piled = it.memory.setdefault("details", [])
    it.body["error"]["details"] = [*piled, *found]
    it.memory["details"] = [*piled, *found][-20:]


async def _refused_by_prompt(it: Occasion, go: Go) -> None:
    """Keep refusals by account and prompt, whatever else was asked for."""
    asked = (it.tenant, prompt(it))
    if asked in it.memory:
        return it.reply(400, it.memory[asked])
    await go()
    if it.status == 400 and prompt(it):
        it.memory[asked] = it.body
    return None


async def _connections_leak(it: Occasion, go: Go) -> None:
    """Let each refused request for an image keep its connection; there are ten."""
    leaked = it.memory.get("leaked", 0)
    if it.operation in LISTS and with_account(it) and leaked >= 10:
        return crash(it)
    await go()
    if it.operation == GENERATE and it.status == 400:
        it.memory["leaked"] = leaked + 1
    return None


def _first_error(it: Occasion) -> None:
    it.body["error"] = it.memory.setdefault("error", it.body["error"])


async def _circuit(it: Occasion, go: Go) -> None:
    if prompt(it) and "thinkingLevel" in it.sent and "open" in it.memory:
        return it.refuse(400, "Thinking is not available.", path="body.thinkingLevel")
    await go()
    if refused_for("unsupported")(it):
        it.memory["open"] = True
    return None


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "limit-sticks-to-the-account",
        "a list that is asked for without limit has the limit of the list before it",
        "PAG-01",
        around(_limit_sticks),
    ),
    FAMILY.plain(
        "lock-kept-after-a-refusal",
        "the next request for an image after one that was refused is refused, too",
        "GEN-P01",
        around(_locked),
    ),
    FAMILY.subtle(
        "request-after-an-unreadable-body-refused",
        "whatever is asked for after a body that is no JSON is answered with 400",
        "REQ-01",
        around(_rest_read_as_request),
    ),
    FAMILY.subtle(
        "page-after-a-refused-one-is-empty",
        "the next page of a list after one that was refused has no rows",
        "PAG-03",
        around(_empty_after_refused),
    ),
    FAMILY.plain(
        "details-pile-up",
        "the details of a refusal with 400 begin with those of the refusals before it",
        "ERR-03",
        after(status(400), _pile_up),
    ),
    FAMILY.subtle(
        "refusal-cached-by-prompt",
        "once a request was refused, every request with its prompt is refused",
        "GEN-P01",
        around(_refused_by_prompt),
    ),
    FAMILY.subtle(
        "connections-leak-with-refusals",
        "once ten requests for images were refused, lists are answered with 500",
        "ERR-07",
        around(_connections_leak),
    ),
    FAMILY.plain(
        "first-refusal-told-again",
        "each refused request for an image is told what was wrong with the first one",
        "ERR-03",
        after(refused_image, _first_error),
    ),
    FAMILY.subtle(
        "thinking-refused-after-a-refusal",
        "once a thinkingLevel was refused as unsupported, each one is refused",
        "GEN-P01",
        around(_circuit),
    ),
)
