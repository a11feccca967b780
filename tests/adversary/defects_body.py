"""Bodies that generateImage must refuse, and does not refuse well."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import FIELDS, GENERATE, PRICES
from tests.adversary.bad_bodies import BAD_BODIES, BY_NAME, BadBody
from tests.adversary.call import Call, Json, Problem, Refusal
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Defect, Family
from tests.adversary.twists import (
    When,
    after_error,
    always,
    from_request,
    restatus,
    together,
    wrap,
)
from tests.adversary.world import Image, media_of

FAMILY = Family("validation")
SAFE = {"prompt": "let in", "modelId": "openai:gpt-image-1.5"}
Inner = Callable[..., list[Problem]]
Answer = Callable[[Call], list[Problem]]


def seen(test: Callable[[Problem], bool], answer: Answer) -> Apply:
    """Find bodies with a problem that passes the test, and answer for them.

    `answer` raises a refusal of its own, or gives the problems that count.
    """

    def parsing(inner: Callable[[Call], Json], call: Call) -> Json:
        try:
            return inner(call)
        except Refusal as refusal:
            if any(test(problem) for problem in refusal.problems):
                answer(call)
                return dict(SAFE)
            raise

    def checking(inner: Inner, call: Call, payload: Json) -> list[Problem]:
        problems = inner(call, payload)
        if any(test(problem) for problem in problems):
            call.notes["payload"] = payload
            answer(call)
            return [problem for problem in problems if not test(problem)]
        return problems

    return together(wrap("parse_body", parsing), wrap("body_problems", checking))


def accepted(bad: BadBody) -> Apply:
    """Generate and charge instead of refusing."""
    return seen(bad.matches, lambda call: [])


def refused(bad: BadBody, status: int) -> Apply:
    """Refuse with another status."""

    def answer(call: Call) -> list[Problem]:
        raise Refusal(status, "Something went wrong")

    return seen(bad.matches, answer)


def charging(bad: BadBody, *, entry: bool = True, balance: bool = True) -> Apply:
    """Refuse with 400, and charge all the same."""

    def apply(deployment: Deployment) -> None:
        def answer(call: Call) -> list[Problem]:
            if balance:
                deployment.take(call.caller, 2)
            if entry:
                deployment.enter(call.caller, -2, "deduction", None, "charged")
            raise Refusal(400, "The request is not valid")

        seen(bad.matches, answer)(deployment)

    return apply


def leaving(bad: BadBody) -> Apply:
    """Refuse with 400, and store an image all the same."""

    def apply(deployment: Deployment) -> None:
        def answer(call: Call) -> list[Problem]:
            given = call.notes.get("payload")
            prompt = given.get("prompt") if isinstance(given, dict) else None
            model = "openai:gpt-image-1.5"
            call.caller.images.append(
                Image(
                    deployment.new_id(call),
                    prompt if isinstance(prompt, str) else "left behind",
                    model,
                    "1:1",
                    None,
                    None,
                    PRICES[model],
                    deployment.now(),
                    len(call.caller.images) + 1,
                    media=media_of(model),
                )
            )
            raise Refusal(400, "The request is not valid")

        seen(bad.matches, answer)(deployment)

    return apply


def _all_accepted(when: When) -> Apply:
    def checking(inner: Inner, call: Call, payload: Json) -> list[Problem]:
        return [] if when(call) else inner(call, payload)

    return wrap("body_problems", checking)


def _empty_object(inner: Inner, call: Call, payload: Json) -> list[Problem]:
    return [] if payload == {} else inner(call, payload)


def _many(inner: Inner, call: Call, payload: Json) -> list[Problem]:
    problems = inner(call, payload)
    return problems if len(problems) != 1 or problems[0].path == "body" else []


def _first_wins(inner: Inner, call: Call, payload: Json) -> list[Problem]:
    kinds = ("required", "type", "minLength", "maxLength")
    return [p for p in inner(call, payload) if p.code in kinds]


def _known_only(inner: Inner, call: Call, payload: Json) -> list[Problem]:
    problems = inner(call, payload)
    optional = {f"body.{name}" for name in FIELDS[2:]}
    return [p for p in problems if p.path not in optional]


ACCEPTED = tuple(
    Defect(
        f"accepts-{bad.name}",
        FAMILY.name,
        f"{bad.text} is accepted",
        bad.subtle,
        accepted(bad),
    )
    for bad in BAD_BODIES
)
FAILING = tuple(
    Defect(
        f"fails-{name}",
        FAMILY.name,
        f"{BY_NAME[name].text} ends in a 500",
        True,
        refused(BY_NAME[name], 500),
    )
    for name in (
        "prompt-missing",
        "modelId-missing",
        "prompt-null",
        "prompt-number",
        "prompt-array",
        "prompt-object",
        "prompt-long",
        "modelId-unknown",
        "modelId-null",
        "modelId-number",
        "modelId-array",
        "aspectRatio-unknown",
        "aspectRatio-number",
        "aspectRatio-object",
        "style-number",
        "style-array",
        "style-object",
        "thinkingLevel-unknown",
        "thinkingLevel-number",
        "body-array",
        "body-null",
        "body-string",
        "body-number",
        "body-empty",
        "body-truncated",
        "body-not-utf8",
        "extra",
    )
)
OTHER_STATUS = tuple(
    Defect(
        f"status-{status}-{name}",
        FAMILY.name,
        f"{BY_NAME[name].text} is refused with {status}",
        True,
        refused(BY_NAME[name], status),
    )
    for name, status in (
        ("prompt-empty", 422),
        ("prompt-long", 422),
        ("modelId-unknown", 404),
        ("modelId-null", 422),
        ("aspectRatio-unknown", 422),
        ("style-number", 422),
        ("thinkingLevel-unknown", 409),
        ("extra", 422),
        ("body-array", 422),
        ("body-truncated", 422),
        ("body-empty", 411),
        ("prompt-missing", 403),
        ("prompt-number", 406),
        ("modelId-missing", 501),
        ("aspectRatio-null", 418),
    )
    if status != 411  # a client may meet 411 lawfully where a body is missing
)
CHARGING = tuple(
    Defect(
        f"charges-refused-{name}",
        FAMILY.name,
        f"{BY_NAME[name].text} is refused and charged",
        True,
        charging(BY_NAME[name]),
    )
    for name in (
        "prompt-empty",
        "prompt-long",
        "prompt-missing",
        "prompt-null",
        "modelId-unknown",
        "modelId-missing",
        "aspectRatio-unknown",
        "aspectRatio-null",
        "style-number",
        "thinkingLevel-unknown",
        "extra",
        "body-array",
        "body-truncated",
    )
)
HALF_CHARGING = (
    FAMILY.subtle(
        "charges-refused-balance-only",
        "a prompt over 2000 is refused; the balance falls without a row",
        charging(BY_NAME["prompt-long"], entry=False),
    ),
    FAMILY.subtle(
        "charges-refused-row-only",
        "an unknown model is refused; a row appears, the balance stays",
        charging(BY_NAME["modelId-unknown"], balance=False),
    ),
    FAMILY.subtle(
        "charges-refused-style-balance-only",
        "a number as style is refused; the balance falls without a row",
        charging(BY_NAME["style-number"], entry=False),
    ),
)
LEAVING = tuple(
    Defect(
        f"stores-refused-{name}",
        FAMILY.name,
        f"{BY_NAME[name].text} is refused and leaves an image",
        True,
        leaving(BY_NAME[name]),
    )
    for name in (
        "prompt-long",
        "prompt-missing",
        "modelId-unknown",
        "aspectRatio-unknown",
        "style-number",
        "thinkingLevel-unknown",
        "extra",
        "body-truncated",
    )
)
BROAD = (
    FAMILY.plain("accepts-everything", "no body is validated", _all_accepted(always)),
    FAMILY.plain(
        "accepts-empty-object", "{} is accepted", wrap("body_problems", _empty_object)
    ),
    FAMILY.plain(
        "accepts-any-enum",
        "no enum and no unknown field is looked at",
        wrap("body_problems", _first_wins),
    ),
    FAMILY.plain(
        "accepts-any-option",
        "optional fields are not looked at",
        wrap("body_problems", _known_only),
    ),
    FAMILY.plain(
        "accepts-one-problem",
        "a body with just one problem is accepted",
        wrap("body_problems", _many),
    ),
    FAMILY.subtle(
        "accepts-everything-after-error",
        "no body is validated once a request was refused",
        _all_accepted(after_error),
    ),
    FAMILY.subtle(
        "accepts-everything-after-30",
        "no body is validated after 30 requests",
        _all_accepted(from_request(31)),
    ),
    FAMILY.plain(
        "status-422",
        "invalid bodies are refused with 422",
        restatus(GENERATE, status=400, to=422),
    ),
    FAMILY.plain(
        "status-500",
        "invalid bodies end in a 500",
        restatus(GENERATE, status=400, to=500),
    ),
    FAMILY.plain(
        "status-200-error",
        "invalid bodies get an error body with 200",
        restatus(GENERATE, status=400, to=200),
    ),
)
DEFECTS = (
    *ACCEPTED,
    *FAILING,
    *OTHER_STATUS,
    *CHARGING,
    *HALF_CHARGING,
    *LEAVING,
    *BROAD,
)
