"""Query and path parameters that are read loosely, or refused badly."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.adversary.api import ACCOUNT, GET, LIST, USAGE
from tests.adversary.call import Call, Problem, Refusal
from tests.adversary.checking import UUID
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Defect, Family
from tests.adversary.twists import both, broken, by, limit_is, on, restatus, wrap
from tests.adversary.world import Image

FAMILY = Family("query")
Inner = Callable[[Call], list[Problem]]
Test = Callable[[str], bool]
PAGED = (LIST, USAGE)


def _matching(pattern: str) -> Test:
    return lambda value: re.fullmatch(pattern, value) is not None


def _between(low: int, high: int) -> Test:
    return lambda value: (
        re.fullmatch(r"-?\d{1,9}", value, re.ASCII) is not None
        and low <= int(value) <= high
    )


LIMITS: tuple[tuple[str, str, Test, bool], ...] = (
    ("zero", "limit=0", _between(0, 0), False),
    ("negative", "a negative limit", _matching(r"-\d+"), False),
    ("over", "a limit over 100", _between(101, 10**9), False),
    ("101", "limit=101, and no other,", _between(101, 101), True),
    ("up-to-200", "a limit of 101 to 200", _between(101, 200), True),
    ("over-1000", "a limit of 1000 and more", _between(1000, 10**9), True),
    ("huge", "a limit beyond 31 bits", _matching(r"\d{10,}"), True),
    ("letters", "letters as limit", _matching("[A-Za-z]+"), False),
    ("fraction", "a fraction as limit", _matching(r"\d*\.\d*[1-9]"), True),
    (
        "digits-and-letters",
        "digits with letters as limit",
        _matching(r"\d+[a-z]+"),
        True,
    ),
)
OFFSETS: tuple[tuple[str, str, Test, bool], ...] = (
    ("negative", "a negative offset", _matching(r"-\d+"), False),
    ("minus-one", "offset=-1, and no other,", _between(-1, -1), True),
    ("letters", "letters as offset", _matching("[A-Za-z]+"), False),
    ("fraction", "a fraction as offset", _matching(r"\d*\.\d*[1-9]"), True),
    (
        "digits-and-letters",
        "digits with letters as offset",
        _matching(r"\d+[a-z]+"),
        True,
    ),
)
TABLE = tuple(
    (operation, name, kind, text, test, subtle)
    for operation in PAGED
    for name, rows in (("limit", LIMITS), ("offset", OFFSETS))
    for kind, text, test, subtle in rows
)


def accepted(operation: str, name: str, test: Test) -> Apply:
    """Take the value, brought into range, instead of refusing it."""

    def wrapper(inner: Inner, call: Call) -> list[Problem]:
        problems = inner(call)
        if call.operation != operation:
            return problems
        return [
            p for p in problems if not (p.path == f"query.{name}" and test(p.value))
        ]

    return wrap("page_problems", wrapper)


def refused(operation: str, name: str, test: Test, status: int) -> Apply:
    """Refuse the value with another status."""

    def wrapper(inner: Inner, call: Call) -> list[Problem]:
        problems = inner(call)
        for problem in problems:
            right = problem.path == f"query.{name}" and test(problem.value)
            if right and call.operation == operation:
                raise Refusal(status, "Something went wrong")
        return problems

    return wrap("page_problems", wrapper)


def too_strict(operation: str, test: Callable[[int, int], bool]) -> Apply:
    """Refuse pages that the document allows."""

    def wrapper(inner: Inner, call: Call) -> list[Problem]:
        window = (call.whole("limit", 20), call.whole("offset", 0))
        if call.operation == operation and test(*window):
            return [Problem("query.limit", "maximum", "Too much")]
        return inner(call)

    return wrap("page_problems", wrapper)


def _unclamped(operation: str) -> Apply:
    """Serve and echo limits over 100 as they are asked for."""

    def apply(deployment: Deployment) -> None:
        accepted(operation, "limit", _between(101, 10**9))(deployment)

        def edit(call: Call, answer: object) -> None:
            wish = call.whole("limit", 20)
            if call.operation == operation and wish > 100:
                shown = getattr(answer, "body", None)
                if isinstance(shown, dict) and "limit" in shown:
                    shown["limit"] = wish

        deployment.edits.append(edit)

    return apply


ACCEPTED = tuple(
    Defect(
        f"{operation}-accepts-{name}-{kind}",
        FAMILY.name,
        f"{text} is accepted by {operation}",
        subtle,
        accepted(operation, name, test),
    )
    for operation, name, kind, text, test, subtle in TABLE
)
FAILING = tuple(
    Defect(
        f"{operation}-fails-{name}-{kind}",
        FAMILY.name,
        f"{text} ends in a 500 in {operation}",
        True,
        refused(operation, name, test, 500),
    )
    for operation, name, kind, text, test, _ in TABLE
    if kind in {"zero", "negative", "letters", "huge", "fraction"}
)
OTHER_STATUS = tuple(
    Defect(
        f"{operation}-{status}-{name}-{kind}",
        FAMILY.name,
        f"{text} is refused with {status} by {operation}",
        True,
        refused(operation, name, test, status),
    )
    for operation, name, kind, text, test, _ in TABLE
    for wanted, status in (("letters", 404), ("negative", 422), ("over", 416))
    if kind == wanted
)
BROAD = (
    *(
        FAMILY.plain(
            f"{operation}-422",
            f"bad queries get 422 from {operation}",
            restatus(operation, status=400, to=422),
        )
        for operation in PAGED
    ),
    *(
        FAMILY.plain(
            f"{operation}-unclamped",
            f"{operation} serves and echoes limits over 100",
            _unclamped(operation),
        )
        for operation in PAGED
    ),
    *(
        FAMILY.plain(
            f"{operation}-refuses-100",
            f"{operation} refuses limit=100",
            too_strict(operation, lambda limit, _: limit == 100),
        )
        for operation in PAGED
    ),
    *(
        FAMILY.subtle(
            f"{operation}-refuses-1",
            f"{operation} refuses limit=1",
            too_strict(operation, lambda limit, _: limit == 1),
        )
        for operation in PAGED
    ),
    *(
        FAMILY.subtle(
            f"{operation}-refuses-far-offset",
            f"{operation} refuses offsets of 1000 and more",
            too_strict(operation, lambda _, offset: offset >= 1000),
        )
        for operation in PAGED
    ),
    *(
        FAMILY.subtle(
            f"{operation}-fails-far-offset",
            f"{operation} ends in a 500 for an offset past the end",
            broken(operation, when=lambda call: call.whole("offset", 0) > 500),
        )
        for operation in PAGED
    ),
    *(
        FAMILY.subtle(
            f"{operation}-404-past-the-end",
            f"{operation} answers 404 for an offset past the end",
            broken(operation, status=404, when=lambda c: c.whole("offset", 0) > 100),
        )
        for operation in PAGED
    ),
    *(
        FAMILY.subtle(
            f"{operation}-fails-limit-1-second-account",
            f"{operation} fails on limit=1 for the second account",
            broken_for_second,
        )
        for operation in PAGED
        for broken_for_second in (
            restatus(
                operation, status=200, to=500, when=both(by("second"), limit_is(1))
            ),
        )
    ),
)


def _unknown(deployment: Deployment, answer: Callable[[Call], Image | None]) -> None:
    def wrapper(
        inner: Callable[..., Image | None], call: Call, identity: str
    ) -> Image | None:
        return inner(call, identity) or answer(call)

    deployment.around("find", wrapper)


def _fail(status: int) -> Callable[[Call], Image | None]:
    def answer(call: Call) -> Image | None:
        raise Refusal(status, "Something went wrong")

    return answer


def _unknown_gets(status: int) -> Apply:
    return lambda deployment: _unknown(deployment, _fail(status))


def _malformed(call: Call) -> bool:
    return call.operation == GET and not UUID.fullmatch(call.path_id)


def _well_formed(call: Call) -> bool:
    return not _malformed(call)


def _other_format(call: Call) -> bool:
    return call.operation == GET and call.values("format") not in ([], ["metadata"])


def _nil_shown(deployment: Deployment) -> None:
    def start(call: Call) -> None:
        if _malformed(call):
            call.path = f"/api/v1/images/{deployment.good.images[-1].id}"

    deployment.starts.append(start)


IDENTITIES = (
    FAMILY.plain(
        "unknown-id-500",
        "an unknown id ends in a 500",
        lambda deployment: _unknown(deployment, _fail(500)),
    ),
    *(
        FAMILY.plain(
            f"unknown-id-{status}",
            f"an unknown id gets {status}",
            _unknown_gets(status),
        )
        for status in (400, 403, 410)
    ),
    FAMILY.plain(
        "unknown-id-shows-newest",
        "an unknown id shows the newest image",
        lambda deployment: _unknown(deployment, lambda call: call.caller.images[-1]),
    ),
    FAMILY.subtle(
        "unknown-id-metadata-shows-newest",
        "an unknown id shows the newest image in the metadata form",
        lambda deployment: _unknown(
            deployment, lambda call: call.caller.images[-1] if call.metadata else None
        ),
    ),
    FAMILY.subtle(
        "unknown-id-metadata-500",
        "an unknown id ends in a 500 in the metadata form",
        restatus(
            GET, status=404, to=500, when=both(_well_formed, lambda c: c.metadata)
        ),
    ),
    FAMILY.subtle(
        "unknown-id-second-500",
        "an unknown id ends in a 500 for the second account",
        restatus(GET, status=404, to=500, when=by("second")),
    ),
    FAMILY.plain(
        "malformed-id-500", "a malformed id ends in a 500", broken(when=_malformed)
    ),
    FAMILY.plain(
        "malformed-id-200", "a malformed id shows the newest image", _nil_shown
    ),
    FAMILY.subtle(
        "malformed-id-422",
        "a malformed id gets 422",
        broken(status=422, when=_malformed),
    ),
    FAMILY.subtle(
        "malformed-id-403",
        "a malformed id gets 403",
        broken(status=403, when=_malformed),
    ),
    FAMILY.subtle(
        "malformed-id-long-500",
        "a very long id ends in a 500",
        broken(when=lambda c: c.operation == GET and len(c.path_id) > 60),
    ),
    FAMILY.subtle(
        "other-format-500",
        "an unknown format ends in a 500",
        broken(when=_other_format),
    ),
    FAMILY.subtle(
        "other-format-422",
        "an unknown format gets 422",
        broken(status=422, when=_other_format),
    ),
    FAMILY.subtle(
        "format-404",
        "format=metadata gets 404",
        broken(status=404, when=lambda c: c.operation == GET and c.metadata),
    ),
    FAMILY.plain(
        "account-404", "getAccount always gets 404", broken(ACCOUNT, status=404)
    ),
    FAMILY.subtle(
        "account-404-second",
        "getAccount gets 404 for the second account",
        restatus(ACCOUNT, status=200, to=404, when=both(on(ACCOUNT), by("second"))),
    ),
)
DEFECTS = (*ACCEPTED, *FAILING, *OTHER_STATUS, *BROAD, *IDENTITIES)
