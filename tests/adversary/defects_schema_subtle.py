"""Breaches of reply schemas that show in some replies only."""

from __future__ import annotations

from tests.adversary.api import ACCOUNT, FLASH, GENERATE, GPT_2, LIST, PRO, USAGE
from tests.adversary.call import Call, Reply
from tests.adversary.defects_schema import IMAGE, ROW
from tests.adversary.entries import Defect, Family
from tests.adversary.twists import (
    WhenRow,
    after_error,
    alter,
    body,
    by,
    drop,
    foreign_letters,
    from_image,
    from_request,
    image,
    inside,
    last_of,
    later_page,
    limit_is,
    long_prompt,
    new,
    of,
    old,
    put,
    reply,
    row,
    styled,
)

FAMILY = Family("schema")
HISTORY = tuple(
    Defect(
        f"missing-old-image-{name}",
        FAMILY.name,
        f"{name} is missing in older images",
        True,
        image(drop(name), "list", "metadata", "get", when=old),
    )
    for name in IMAGE
)
HISTORY_TYPES = tuple(
    Defect(
        f"type-old-image-{name}",
        FAMILY.name,
        f"{name} has a wrong type in older images",
        True,
        image(put(name, wrong), "list", "metadata", "get", when=old),
    )
    for name, (wrong, _) in IMAGE.items()
)
OLD_ROWS = tuple(
    Defect(
        f"missing-old-row-{name}",
        FAMILY.name,
        f"{name} is missing in older ledger rows",
        True,
        row(drop(name), when=old),
    )
    for name in ROW
)
NEW_ROWS = tuple(
    Defect(
        f"missing-new-row-{name}",
        FAMILY.name,
        f"{name} is missing in the ledger rows of new images",
        True,
        row(drop(name), when=new),
    )
    for name in ROW
)


def _of_kind(kind: str) -> WhenRow:
    return lambda _, item: item.kind == kind


KINDS = tuple(
    Defect(
        f"type-{kind}-row-{name}",
        FAMILY.name,
        f"{name} is missing in rows of type {kind}",
        True,
        row(drop(name), when=_of_kind(kind)),
    )
    for kind, name in (
        ("addition", "referenceId"),
        ("addition", "description"),
        ("refund", "referenceId"),
        ("refund", "createdAt"),
    )
)


def _empty_list(answer: Reply) -> None:
    if not answer.body.get("images", True):
        answer.body["images"] = None


def _no_rows(answer: Reply) -> None:
    if not answer.body.get("transactions", True):
        del answer.body["transactions"]


def _single(answer: Reply) -> None:
    if len(answer.body["images"]) == 1:
        answer.body["images"] = answer.body["images"][0]


def _big(call: Call) -> bool:
    return call.whole("limit", 20) > 50


def _whole_number(value: int) -> float:
    return value + 0.0001


CONDITIONAL = (
    FAMILY.subtle(
        "list-second-page-created",
        "createdAt is missing on later pages of images",
        body(
            lambda b: [i.pop("createdAt") for i in b["images"]], LIST, when=later_page
        ),
    ),
    FAMILY.subtle(
        "usage-second-page-type",
        "type is missing on later pages of the ledger",
        body(
            lambda b: [i.pop("type") for i in b["transactions"]], USAGE, when=later_page
        ),
    ),
    FAMILY.subtle(
        "list-last-item-model",
        "the last image of each page has no model",
        body(last_of("images", drop("modelId")), LIST),
    ),
    FAMILY.subtle(
        "usage-last-item-amount",
        "the last row of each page has its amount as text",
        body(last_of("transactions", alter("amount", str)), USAGE),
    ),
    FAMILY.subtle(
        "list-limit-100-total-text",
        "limit=100 gives the total as text",
        body(alter("total", str), LIST, when=limit_is(100)),
    ),
    FAMILY.subtle(
        "usage-limit-100-offset",
        "limit=100 leaves the offset out",
        body(drop("offset"), USAGE, when=limit_is(100)),
    ),
    FAMILY.subtle(
        "list-limit-1-echo-text",
        "limit=1 is echoed as text",
        body(alter("limit", str), LIST, when=limit_is(1)),
    ),
    FAMILY.subtle(
        "list-big-page-prompt",
        "pages over 50 show prompts as null",
        body(lambda b: [i.update(prompt=None) for i in b["images"]], LIST, when=_big),
    ),
    FAMILY.subtle(
        "list-offset-text",
        "an offset over 0 is echoed as text",
        body(alter("offset", str), LIST, when=later_page),
    ),
    FAMILY.subtle(
        "usage-offset-text",
        "an offset over 0 of listUsage is echoed as text",
        body(alter("offset", str), USAGE, when=later_page),
    ),
    FAMILY.subtle(
        "list-empty-null",
        "a page without images has null for the list",
        reply(_empty_list, LIST),
    ),
    FAMILY.subtle(
        "usage-empty-missing",
        "a page without rows lacks the list",
        reply(_no_rows, USAGE),
    ),
    FAMILY.subtle(
        "list-single-object",
        "a page of one image is that image itself",
        reply(_single, LIST),
    ),
    FAMILY.subtle(
        "second-list-provider",
        "the second account's images have no provider",
        image(drop("providerId"), "list", when=lambda call, _: by("second")(call)),
    ),
    FAMILY.subtle(
        "second-account-email",
        "the second account has no email",
        body(drop("email"), ACCOUNT, when=by("second")),
    ),
    FAMILY.subtle(
        "poor-account-balance-text",
        "the poor account has its balance as text",
        body(alter("creditBalance", str), ACCOUNT, when=by("poor")),
    ),
    FAMILY.subtle(
        "account-after-image-user",
        "userId is missing once an image was generated",
        body(drop("userId"), ACCOUNT, when=from_image(1)),
    ),
    FAMILY.subtle(
        "account-after-error-balance",
        "the balance is text once a request was refused",
        body(alter("creditBalance", str), ACCOUNT, when=after_error),
    ),
    FAMILY.subtle(
        "list-after-40-media",
        "mediaType is missing after 40 requests",
        image(drop("mediaType"), "list", when=lambda call, _: from_request(41)(call)),
    ),
    FAMILY.subtle(
        "generate-third-remaining",
        "remaining is missing from the third image on",
        body(inside("credits", drop("remaining")), GENERATE, when=from_image(2)),
    ),
    FAMILY.subtle(
        "generate-fourth-charged-null",
        "charged is null from the fourth image on",
        body(inside("credits", put("charged", None)), GENERATE, when=from_image(3)),
    ),
    FAMILY.subtle(
        "generate-model-media",
        "generateImage lacks mediaType for one model",
        image(drop("mediaType"), "generate", when=of(model=FLASH)),
    ),
    FAMILY.subtle(
        "generate-model-provider",
        "providerId is vertex for one model",
        image(put("providerId", "vertex"), when=of(model=PRO)),
    ),
    FAMILY.subtle(
        "generate-model-cost",
        "creditCost is text for one model",
        image(alter("creditCost", str), when=of(model=GPT_2)),
    ),
    FAMILY.subtle(
        "generate-ratio-id",
        "ids of one ratio are not UUIDs",
        image(alter("id", lambda v: v[:-1]), when=of(ratio="3:4")),
    ),
    FAMILY.subtle(
        "deep-level-capital",
        "deep is shown as Deep",
        image(
            alter("thinkingLevel", lambda v: v and v.title()), when=of(thinking="deep")
        ),
    ),
    FAMILY.subtle(
        "default-level-auto",
        "default is shown as auto",
        image(put("thinkingLevel", "auto"), when=of(thinking="default")),
    ),
    FAMILY.subtle(
        "deep-created",
        "createdAt has no zone for thinking deep",
        image(alter("createdAt", lambda v: v.rstrip("Z")), when=of(thinking="deep")),
    ),
    FAMILY.subtle(
        "styled-style-list",
        "a style is shown as a list of words",
        image(alter("style", lambda v: v.split()), when=styled),
    ),
    FAMILY.subtle(
        "letters-prompt-null",
        "prompts beyond ASCII are null in the list",
        image(put("prompt", None), "list", when=foreign_letters),
    ),
    FAMILY.subtle(
        "long-prompt-missing",
        "long prompts are missing in the list",
        image(drop("prompt"), "list", when=long_prompt),
    ),
    FAMILY.subtle(
        "metadata-aspect-missing",
        "the metadata form lacks the ratio of new images",
        image(drop("aspectRatio"), "metadata", when=new),
    ),
    FAMILY.subtle(
        "get-old-bytes-null",
        "older images have null as bytes",
        image(put("b64_json", None), "get", when=old),
    ),
    FAMILY.subtle(
        "get-old-bytes-missing",
        "older images have no bytes",
        image(drop("b64_json"), "get", when=old),
    ),
    FAMILY.subtle(
        "balance-nearly-whole",
        "the balance is a hair over a whole number",
        body(alter("creditBalance", _whole_number), ACCOUNT),
    ),
    FAMILY.subtle(
        "ratio-wide-other",
        "21:9 is shown as 64:27",
        image(put("aspectRatio", "64:27"), when=of(ratio="21:9")),
    ),
    FAMILY.subtle(
        "deduction-reference-number",
        "references of new rows are numbers",
        row(put("referenceId", 4711), when=new),
    ),
    FAMILY.subtle(
        "new-row-id-short",
        "ids of new rows are not UUIDs",
        row(alter("id", lambda v: v[:8]), when=new),
    ),
    FAMILY.subtle(
        "old-image-id-one",
        "one older image has an id that is no UUID",
        image(alter("id", lambda v: v.replace("-", "_")), "list", when=of(number=7)),
    ),
    FAMILY.subtle(
        "old-image-model-retired",
        "one older image has a model outside the enum",
        image(
            put("modelId", "openai:dall-e-3"),
            "list",
            "get",
            "metadata",
            when=of(number=5),
        ),
    ),
    FAMILY.subtle(
        "old-row-type-legacy",
        "the oldest row has the type grant",
        row(put("type", "grant"), when=lambda _, item: item.kind == "addition"),
    ),
)
DEFECTS = (*HISTORY, *HISTORY_TYPES, *OLD_ROWS, *NEW_ROWS, *KINDS, *CONDITIONAL)
