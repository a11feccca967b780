"""Error bodies that are not the documented ErrorResponse."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import FLASH, GENERATE, GET, LIST, PRO, USAGE
from tests.adversary.call import Call, Json, Refusal, Reply
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Defect, Family
from tests.adversary.lawful_meanwhile import failing
from tests.adversary.twists import (
    Change,
    after_error,
    alter,
    drop,
    error,
    inside,
    put,
    reply,
    together,
)

FAMILY = Family("errors")
Detail = dict[str, Json]


def _plain(answer: Reply) -> None:
    answer.raw, answer.media = b"Bad Request", "text/plain"


def _html(answer: Reply) -> None:
    answer.raw, answer.media = b"<h1>Error</h1>", "text/html"


def _empty(answer: Reply) -> None:
    answer.raw = b""


def _cut(answer: Reply) -> None:
    answer.raw = answer.encoded()[:-3]


def _nothing(answer: Reply) -> None:
    answer.body = None


def _listed(answer: Reply) -> None:
    answer.body = [answer.body]


def _bare(shown: Detail) -> None:
    shown.update(shown.pop("error"))


def _detail(shown: Detail) -> None:
    shown.clear()
    shown["detail"] = "Bad request"


def _errors(shown: Detail) -> None:
    shown["errors"] = [shown.pop("error")]


def _each(change: Change) -> Change:
    """Change each item of `details`."""

    def apply(shown: Detail) -> None:
        for item in shown["error"].get("details", []):
            change(item)

    return apply


def _details(value: Json) -> Change:
    return inside("error", put("details", value))


def _if_details(change: Callable[[Detail], object]) -> Change:
    def apply(shown: Detail) -> None:
        if "details" in shown["error"]:
            change(shown["error"])

    return apply


BODIES: tuple[tuple[str, str, Callable[[Reply], None]], ...] = (
    ("text", "plain text", _plain),
    ("html", "an HTML page", _html),
    ("empty", "an empty body", _empty),
    ("cut", "truncated JSON", _cut),
    ("null", "null", _nothing),
    ("array", "an array", _listed),
)
OBJECTS: tuple[tuple[str, str, Change], ...] = (
    ("string", "a text as error", put("error", "bad request")),
    ("bare", "{message} without error", _bare),
    ("detail", "{detail} without error", _detail),
    ("errors", "a list under errors", _errors),
    ("null", "null as error", put("error", None)),
    ("true", "true as error", put("error", True)),
    ("no-message", "no message", inside("error", drop("message"))),
    ("message-null", "null as message", inside("error", put("message", None))),
    ("message-number", "a number as message", inside("error", put("message", 400))),
    (
        "message-list",
        "a list as message",
        inside("error", alter("message", lambda v: [v])),
    ),
    (
        "message-object",
        "an object as message",
        inside("error", alter("message", lambda v: {"en": v})),
    ),
)
DETAILS: tuple[tuple[str, str, Change], ...] = (
    ("null", "null as details", _details(None)),
    ("object", "an object as details", _details({"prompt": "is required"})),
    ("text", "text as details", _details("prompt is required")),
    ("texts", "a list of texts as details", _details(["prompt is required"])),
    ("lists", "a list of lists as details", _details([["body", "prompt"]])),
)
ITEMS: tuple[tuple[str, str, Change], ...] = (
    ("path-missing", "details without path", _each(drop("path"))),
    ("message-missing", "details without message", _each(drop("message"))),
    ("code-missing", "details without code", _each(drop("code"))),
    (
        "path-array",
        "details with an array as path",
        _each(alter("path", lambda v: v.split("."))),
    ),
    ("path-null", "details with null as path", _each(put("path", None))),
    ("message-null", "details with null as message", _each(put("message", None))),
    ("code-number", "details with a number as code", _each(put("code", 17))),
    ("code-null", "details with null as code", _each(put("code", None))),
)
WHOLE = tuple(
    FAMILY.plain(
        f"error-{status}-{name}", f"{status} with {text}", reply(change, status=status)
    )
    for status in (400, 404)
    for name, text, change in BODIES
)
PARTS = tuple(
    FAMILY.plain(
        f"error-{status}-{name}", f"{status} with {text}", error(change, status=status)
    )
    for status in (400, 404)
    for name, text, change in OBJECTS
    if (status, name) not in {(400, "null"), (404, "null")}
)
DETAIL_SHAPES = tuple(
    FAMILY.plain(f"details-{name}", f"400 with {text}", error(change, status=400))
    for name, text, change in (*DETAILS, *ITEMS)
)
ONE_OPERATION = tuple(
    Defect(
        f"details-{name}-{operation}",
        FAMILY.name,
        f"400 of {operation} with {text}",
        True,
        error(change, operation, status=400),
    )
    for (name, text, change), operation in zip(
        (*DETAILS, *ITEMS), (GENERATE, LIST, USAGE) * 5, strict=False
    )
)
BARE_OPERATION = tuple(
    FAMILY.subtle(
        f"error-bare-{operation}-{status}",
        f"{status} of {operation} has {{message}} without error",
        error(_bare, operation, status=status),
    )
    for operation, status in ((GENERATE, 400), (LIST, 400), (USAGE, 400), (GET, 404))
)


def _with(code: str) -> Callable[[Call], bool]:
    return lambda call: any(problem.code == code for problem in call.problems)


def _at(path: str) -> Callable[[Call], bool]:
    return lambda call: any(problem.path == path for problem in call.problems)


CODES = tuple(
    FAMILY.subtle(
        f"error-shape-{code}",
        f"a refusal for {code} has {{detail}} without error",
        error(_detail, status=400, when=_with(code)),
    )
    for code in (
        "required",
        "type",
        "enum",
        "minLength",
        "maxLength",
        "additionalProperties",
        "invalid_json",
        "minimum",
        "maximum",
    )
)
FIELDS = tuple(
    FAMILY.subtle(
        f"details-field-{name}",
        f"a refusal of {name} has details without code",
        error(_each(drop("code")), status=400, when=_at(f"body.{name}")),
    )
    for name in ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel")
)


def _from_tenth(deployment: Deployment) -> None:
    def edit(call: Call, answer: Reply) -> None:
        if answer.status >= 400 and deployment.errors >= 9:
            answer.body = {"error": answer.body["error"]["message"]}

    deployment.edits.append(edit)


CONDITIONAL = (
    FAMILY.subtle(
        "error-tenth", "from the tenth refusal on errors are texts", _from_tenth
    ),
    FAMILY.subtle(
        "error-metadata-404",
        "404 of the metadata form is plain text",
        reply(_plain, GET, status=404, when=lambda c: c.metadata),
    ),
    FAMILY.subtle(
        "error-after-first",
        "only the first refusal has an error",
        error(_bare, status=400, when=after_error),
    ),
    FAMILY.subtle(
        "error-many-details",
        "refusals with two details or more have an object as details",
        error(
            _if_details(
                lambda e: (
                    e.update(details={"count": len(e["details"])})
                    if len(e["details"]) > 1
                    else None
                )
            ),
            status=400,
        ),
    ),
    FAMILY.subtle(
        "error-long-prompt-html",
        "a prompt over 2000 gets an HTML page",
        reply(_html, GENERATE, status=400, when=_with("maxLength")),
    ),
    FAMILY.subtle(
        "error-invalid-json-html",
        "a broken body gets an HTML page",
        reply(_html, GENERATE, status=400, when=_with("invalid_json")),
    ),
)


def throttled(change: Callable[[Reply], object], *, charge: bool = False) -> Apply:
    """Throttle every tenth call, four times in all, with a reply that is changed.

    With `charge` it is every fourth call of generateImage, and it is charged.
    """

    def apply(deployment: Deployment) -> None:
        met = {"calls": 0, "refused": 0}

        def start(call: Call) -> None:
            if charge and call.operation != GENERATE:
                return
            met["calls"] += 1
            if met["calls"] % (4 if charge else 10) == 0 and met["refused"] < 4:
                met["refused"] += 1
                if charge:
                    deployment.take(deployment.good, 2)
                raise Refusal(429, "Too many requests")

        deployment.starts.append(start)
        reply(
            lambda answer: (
                answer.headers.update({"retry-after": "0"}),
                change(answer),
            ),
            status=429,
        )(deployment)

    return apply


def _object(change: Change) -> Callable[[Reply], object]:
    return lambda answer: change(answer.body)


def _refuse_once(call: Call) -> None:
    if call.number == 9:
        raise Refusal(429, "Too many requests")


def _throttled_late(deployment: Deployment) -> None:
    def edit(call: Call, answer: Reply) -> None:
        paid = call.operation == GENERATE and answer.status == 200
        if paid and deployment.generated % 3 == 0:
            answer.status = 429
            answer.body = {"error": {"message": "Too many requests"}}

    deployment.edits.append(edit)


THROTTLING = (
    FAMILY.plain("throttle-html", "429 with an HTML page", throttled(_html)),
    FAMILY.plain("throttle-text", "429 with plain text", throttled(_plain)),
    FAMILY.plain("throttle-empty", "429 with an empty body", throttled(_empty)),
    FAMILY.plain(
        "throttle-bare", "429 with {message} without error", throttled(_object(_bare))
    ),
    FAMILY.subtle(
        "throttle-no-message",
        "429 without a message",
        throttled(_object(inside("error", drop("message")))),
    ),
    FAMILY.subtle(
        "throttle-details",
        "429 with text as details",
        throttled(_object(_details("slow down"))),
    ),
    FAMILY.subtle(
        "throttle-once-text",
        "one single 429 with a text as error",
        together(
            lambda deployment: deployment.starts.append(_refuse_once),
            error(put("error", "slow down"), status=429),
        ),
    ),
    FAMILY.subtle(
        "throttle-status-420",
        "throttling answers 420",
        throttled(lambda r: setattr(r, "status", 420)),
    ),
    FAMILY.subtle(
        "throttle-status-403",
        "throttling answers 403",
        throttled(lambda r: setattr(r, "status", 403)),
    ),
    FAMILY.subtle(
        "throttle-charges",
        "a throttled generation is charged, without a row",
        throttled(lambda r: None, charge=True),
    ),
    FAMILY.subtle(
        "throttle-generates",
        "every third generation is answered 429, charged and stored",
        _throttled_late,
    ),
)


def _down(model: str) -> Apply:
    return failing(lambda _, image: image.model == model)


# Once it can be the provider's; each time, while the others succeed, it is a breach.
DOWN = (
    FAMILY.subtle("model-down", "one model always fails, refunded", _down(FLASH)),
    FAMILY.subtle("model-down-dear", "the dearest model always fails", _down(PRO)),
)


DEFECTS = (
    *DOWN,
    *WHOLE,
    *PARTS,
    *DETAIL_SHAPES,
    *ONE_OPERATION,
    *BARE_OPERATION,
    *CODES,
    *FIELDS,
    *CONDITIONAL,
    *THROTTLING,
)
