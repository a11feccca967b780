"""Fields of replies that are missing, of the wrong type, or outside their enum."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import ACCOUNT, GENERATE, GET, LIST, USAGE
from tests.adversary.call import Json
from tests.adversary.entries import Apply, Defect, Family
from tests.adversary.twists import Change, alter, body, drop, image, inside, put, row

FAMILY = Family("schema")
Place = Callable[[Change], Apply]

# Field -> a value of the wrong type, and whether null is forbidden.
IMAGE: dict[str, tuple[Json, bool]] = {
    "id": (17, True),
    "prompt": (["a", "b"], True),
    "modelId": (1, True),
    "providerId": (["openai"], True),
    "aspectRatio": (1.5, True),
    "style": (False, False),
    "thinkingLevel": (0, False),
    "mediaType": ({"type": "image/png"}, True),
    "createdAt": (1_700_000_000, True),
}
ROW: dict[str, tuple[Json, bool]] = {
    "id": (17, True),
    "amount": ("-4", True),
    "type": (2, True),
    "description": ({"text": "x"}, False),
    "referenceId": (12, False),
    "createdAt": (1_700_000_000_000, True),
}
PAGE: dict[str, tuple[Json, bool]] = {
    "total": ("60", True),
    "limit": ("20", True),
    "offset": ("0", True),
}
CREDITS: dict[str, tuple[Json, bool]] = {
    "charged": ("4", True),
    "remaining": (996.5, True),
}
WHO: dict[str, tuple[Json, bool]] = {
    "userId": (81, True),
    "email": (None, False),
    "creditBalance": ("1000", True),
}
BYTES: dict[str, tuple[Json, bool]] = {"b64_json": (5, True)}


def _of_list(operation: str) -> Place:
    return lambda change: body(change, operation)


PLACES: tuple[tuple[str, Place, dict[str, tuple[Json, bool]]], ...] = (
    ("generate-image", lambda c: image(c, "generate"), {**IMAGE, **BYTES}),
    ("get-image", lambda c: image(c, "get"), {**IMAGE, **BYTES}),
    ("metadata-image", lambda c: image(c, "metadata"), IMAGE),
    ("list-image", lambda c: image(c, "list"), IMAGE),
    ("row", row, ROW),
    ("credits", lambda c: body(inside("credits", c), GENERATE), CREDITS),
    ("list", _of_list(LIST), {**PAGE, "images": ({}, True)}),
    ("usage", _of_list(USAGE), {**PAGE, "transactions": ({}, True)}),
    ("account", _of_list(ACCOUNT), WHO),
    (
        "generate",
        _of_list(GENERATE),
        {"image": ([], True), "credits": (4, True)},
    ),
    ("get", _of_list(GET), {"image": ([], True)}),
)
MISSING = tuple(
    Defect(
        f"missing-{place}-{name}",
        FAMILY.name,
        f"{name} is missing in {place}",
        False,
        at(drop(name)),
    )
    for place, at, fields in PLACES
    for name in fields
)
WRONG_TYPE = tuple(
    Defect(
        f"type-{place}-{name}",
        FAMILY.name,
        f"{name} has a wrong type in {place}",
        False,
        at(put(name, wrong)),
    )
    for place, at, fields in PLACES
    for name, (wrong, _) in fields.items()
)
NULL = tuple(
    Defect(
        f"null-{place}-{name}",
        FAMILY.name,
        f"{name} is null in {place}",
        False,
        at(put(name, None)),
    )
    for place, at, fields in PLACES
    for name, (_, forbidden) in fields.items()
    if forbidden
)


def _value(name: str, text: str, change: Change, *forms: str) -> Defect:
    return FAMILY.plain(name, text, image(change, *forms))


VALUES = (
    _value(
        "id-short", "ids are 12 digits of hexadecimal", alter("id", lambda v: v[-12:])
    ),
    _value(
        "id-undashed",
        "ids are written without dashes",
        alter("id", lambda v: v.replace("-", "")),
    ),
    _value("id-prefixed", "ids have a prefix", alter("id", lambda v: f"img_{v}")),
    _value("id-urn", "ids are URNs", alter("id", lambda v: f"urn:uuid:{v}")),
    _value("id-braces", "ids stand in braces", alter("id", lambda v: f"{{{v}}}")),
    _value(
        "model-unknown",
        "modelId is outside its enum",
        put("modelId", "openai:dall-e-3"),
    ),
    _value(
        "model-bare",
        "modelId lacks the provider",
        alter("modelId", lambda v: v.split(":")[1]),
    ),
    _value(
        "provider-capital",
        "providerId is written OpenAI or Google",
        alter("providerId", str.title),
    ),
    _value("provider-other", "providerId is azure", put("providerId", "azure")),
    _value(
        "ratio-x",
        "aspectRatio is written 16x9",
        alter("aspectRatio", lambda v: v.replace(":", "x")),
    ),
    _value(
        "ratio-slash",
        "aspectRatio is written 16/9",
        alter("aspectRatio", lambda v: v.replace(":", "/")),
    ),
    _value(
        "thinking-none",
        "thinkingLevel is none where it was absent",
        alter("thinkingLevel", lambda v: v or "none"),
    ),
    _value(
        "thinking-empty",
        "thinkingLevel is empty where it was absent",
        alter("thinkingLevel", lambda v: v or ""),
    ),
    _value("cost-text", "creditCost is text", alter("creditCost", str)),
    _value(
        "cost-negative", "creditCost is negative", alter("creditCost", lambda v: -v)
    ),
    _value(
        "cost-fraction",
        "creditCost is a fraction",
        alter("creditCost", lambda v: v + 0.5),
    ),
    _value(
        "cost-object",
        "creditCost is an object",
        alter("creditCost", lambda v: {"credits": v}),
    ),
    _value(
        "style-array-where-absent",
        "style is an array where it was absent",
        alter("style", lambda v: v or ["none"]),
    ),
    FAMILY.plain(
        "type-debit",
        "the type of a deduction is debit",
        row(alter("type", lambda v: v.replace("deduction", "debit"))),
    ),
    FAMILY.plain(
        "type-capital", "types are written in capitals", row(alter("type", str.upper))
    ),
    FAMILY.plain(
        "type-charge",
        "the type of a deduction is charge",
        row(alter("type", lambda v: "charge" if v == "deduction" else v)),
    ),
    FAMILY.plain(
        "row-id-number",
        "row ids are numbers as text",
        row(alter("id", lambda v: str(int(v[:6], 16)))),
    ),
    FAMILY.plain(
        "row-id-prefixed",
        "row ids have a prefix",
        row(alter("id", lambda v: f"tx_{v}")),
    ),
    FAMILY.plain(
        "amount-fraction",
        "amounts are fractions",
        row(alter("amount", lambda v: v + 0.25)),
    ),
    FAMILY.plain(
        "email-no-at",
        "the email has no @",
        body(alter("email", lambda v: v.replace("@", " at ")), ACCOUNT),
    ),
    FAMILY.plain("email-empty", "the email is empty", body(put("email", ""), ACCOUNT)),
    FAMILY.plain(
        "balance-fraction",
        "the balance is a fraction",
        body(alter("creditBalance", lambda v: v + 0.5), ACCOUNT),
    ),
    FAMILY.plain(
        "balance-negative",
        "the balance is negative",
        body(alter("creditBalance", lambda v: -v - 1), ACCOUNT),
    ),
    FAMILY.plain(
        "balance-object",
        "the balance is an object",
        body(alter("creditBalance", lambda v: {"value": v}), ACCOUNT),
    ),
    FAMILY.plain(
        "charged-negative",
        "charged is negative",
        body(inside("credits", alter("charged", lambda v: -v)), GENERATE),
    ),
    FAMILY.plain(
        "charged-text",
        "charged is text with a unit",
        body(inside("credits", alter("charged", lambda v: f"{v} credits")), GENERATE),
    ),
    FAMILY.plain(
        "account-wrapped",
        "the account stands inside another object",
        body(lambda b: b.update({"account": {k: b.pop(k) for k in list(b)}}), ACCOUNT),
    ),
    FAMILY.plain(
        "list-wrapped",
        "the list stands under data",
        body(lambda b: b.update(data=b.pop("images")), LIST),
    ),
    FAMILY.plain(
        "usage-renamed",
        "the rows stand under usage",
        body(lambda b: b.update(usage=b.pop("transactions")), USAGE),
    ),
    FAMILY.plain(
        "get-unwrapped",
        "getImage answers the image itself",
        body(lambda b: b.update(b.pop("image")), GET),
    ),
    FAMILY.plain(
        "generate-unwrapped",
        "generateImage answers the image itself",
        body(lambda b: b.update(b.pop("image")), GENERATE),
    ),
    FAMILY.plain(
        "snake-case",
        "fields of images are in snake case",
        image(
            lambda s: s.update(model_id=s.pop("modelId"), created_at=s.pop("createdAt"))
        ),
    ),
    FAMILY.plain(
        "bytes-renamed",
        "the bytes stand under b64Json",
        image(lambda s: s.update(b64Json=s.pop("b64_json", None)), "generate", "get"),
    ),
    FAMILY.plain(
        "list-of-ids",
        "the list holds ids only",
        body(lambda b: b.update(images=[i["id"] for i in b["images"]]), LIST),
    ),
    FAMILY.plain(
        "list-null-item",
        "the list holds a null",
        body(lambda b: b["images"].append(None), LIST),
    ),
    FAMILY.plain("total-negative", "total is -1", body(put("total", -1), LIST)),
    FAMILY.plain(
        "usage-total-fraction",
        "total of listUsage is a fraction",
        body(alter("total", lambda v: v + 0.5), USAGE),
    ),
    FAMILY.plain("list-echo-zero", "limit is echoed as 0", body(put("limit", 0), LIST)),
    FAMILY.plain(
        "usage-echo-negative", "offset is echoed as -1", body(put("offset", -1), USAGE)
    ),
)
DEFECTS = (*MISSING, *WRONG_TYPE, *NULL, *VALUES)
