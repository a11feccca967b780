"""Small parts that defects and variants are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.adversary.api import GENERATE
from tests.adversary.call import Call, Json, Refusal, Reply
from tests.adversary.deployment import Deployment, Rendered
from tests.adversary.entries import Apply
from tests.adversary.world import Image, Row

When = Callable[[Call], bool]
WhenImage = Callable[[Call, Image], bool]
WhenRow = Callable[[Call, Row], bool]
Change = Callable[[Rendered], object]
FORMS = ("generate", "get", "metadata", "list")


# Conditions


def always(*_: object) -> bool:
    """Hold for everything."""
    return True


def on(*operations: str) -> When:
    """Hold for the named operations."""
    return lambda call: call.operation in operations


def both(*conditions: Callable[..., bool]) -> Callable[..., bool]:
    """Hold when all conditions hold."""
    return lambda *items: all(condition(*items) for condition in conditions)


def from_request(number: int) -> When:
    """Hold from the nth request on."""
    return lambda call: call.number >= number


def from_image(number: int) -> When:
    """Hold once that many images were generated."""
    return lambda call: call.generated >= number


def after_error(call: Call) -> bool:
    """Hold once a request was refused."""
    return call.errors > 0


def by(name: str) -> When:
    """Hold for one account."""
    return lambda call: call.account is not None and call.account.name == name


def limit_is(limit: int) -> When:
    """Hold for one page size."""
    return lambda call: call.whole("limit", 20) == limit


def later_page(call: Call) -> bool:
    """Hold for every page but the first."""
    return call.whole("offset", 0) > 0


def old(_: Call, item: Image | Row) -> bool:
    """Hold for what the history held at the start."""
    return item.old


def new(_: Call, item: Image | Row) -> bool:
    """Hold for what was made since the start."""
    return not item.old


def of(**fields: Json) -> WhenImage:
    """Hold for images with these fields."""
    return lambda _, image: all(getattr(image, k) == v for k, v in fields.items())


def styled(_: Call, image: Image) -> bool:
    """Hold for images with a style."""
    return bool(image.style)


def foreign_letters(_: Call, image: Image) -> bool:
    """Hold for prompts beyond ASCII."""
    return not image.prompt.isascii()


def long_prompt(_: Call, image: Image) -> bool:
    """Hold for prompts of at least 1000 characters."""
    return len(image.prompt) >= 1000


def nth_bought(number: int) -> WhenImage:
    """Hold for the nth image that the account bought since the start."""
    return lambda call, image: (
        image.number
        == len([other for other in call.caller.images if other.old]) + number
    )


# Changes of a rendered object


def put(name: str, value: Json) -> Change:
    """Set a field."""
    return lambda shown: shown.update({name: value})


def drop(name: str) -> Change:
    """Leave a field out."""
    return lambda shown: shown.pop(name, None)


def alter(name: str, change: Callable[[Any], Json]) -> Change:
    """Change a field by a function of its value."""

    def apply(shown: Rendered) -> None:
        if name in shown:
            shown[name] = change(shown[name])

    return apply


def inside(name: str, change: Change) -> Change:
    """Change the object in a field."""
    return lambda shown: change(shown[name])


def last_of(name: str, change: Change) -> Change:
    """Change the last object of a list."""
    return lambda shown: [change(item) for item in shown[name][-1:]]


# Where a change is applied


def image(change: Change, *forms: str, when: WhenImage = always) -> Apply:
    """Change an image as it is shown in the given forms, by default in all."""

    def edit(call: Call, item: Image, shown: Rendered) -> None:
        if call.form in (forms or FORMS) and when(call, item):
            change(shown)

    return lambda deployment: deployment.image_edits.append(edit)


def row(change: Change, *, when: WhenRow = always) -> Apply:
    """Change a ledger row as it is shown."""

    def edit(call: Call, item: Row, shown: Rendered) -> None:
        if when(call, item):
            change(shown)

    return lambda deployment: deployment.row_edits.append(edit)


def body(change: Change, *operations: str, when: When = always) -> Apply:
    """Change the body of a successful reply."""

    def edit(call: Call, answer: Reply) -> None:
        if answer.status == 200 and call.operation in operations and when(call):
            change(answer.body)

    return lambda deployment: deployment.edits.append(edit)


def reply(
    change: Callable[[Reply], object],
    *operations: str,
    status: int = 200,
    when: When = always,
) -> Apply:
    """Change replies of a status."""

    def edit(call: Call, answer: Reply) -> None:
        chosen = not operations or call.operation in operations
        if answer.status == status and chosen and when(call):
            change(answer)

    return lambda deployment: deployment.edits.append(edit)


def error(change: Change, *operations: str, status: int, when: When = always) -> Apply:
    """Change the body of a refusal with the status."""
    return reply(
        lambda answer: change(answer.body), *operations, status=status, when=when
    )


def restatus(*operations: str, status: int, to: int, when: When = always) -> Apply:
    """Answer with another status."""
    return reply(
        lambda answer: setattr(answer, "status", to),
        *operations,
        status=status,
        when=when,
    )


def wrap(name: str, wrapper: Callable[..., Any]) -> Apply:
    """Replace a method by `wrapper(inner, *arguments)`."""
    return lambda deployment: deployment.around(name, wrapper)


def knowing(make: Callable[[Deployment], Apply]) -> Apply:
    """Make an application that needs the deployment itself."""
    return lambda deployment: make(deployment)(deployment)


def together(*applies: Apply) -> Apply:
    """Apply several."""
    return lambda deployment: [apply(deployment) for apply in applies]


def settings(**values: int) -> Apply:
    """Change the settings."""

    def apply(deployment: Deployment) -> None:
        for name, value in values.items():
            setattr(deployment.settings, name, value)

    return apply


def when_opened(change: Apply) -> Apply:
    """Change the state once the accounts are made."""
    return lambda deployment: deployment.openers.append(change)


def broken(*operations: str, status: int = 500, when: When = always) -> Apply:
    """Refuse calls with a status before anything else is looked at."""

    def start(call: Call) -> None:
        if (not operations or call.operation in operations) and when(call):
            raise Refusal(status, "Something went wrong")

    return lambda deployment: deployment.starts.append(start)


def request(change: Change, *, when: Callable[[Rendered], bool] = always) -> Apply:
    """Change an accepted request before it is priced, drawn and stored."""

    def wrapper(inner: Callable[[Rendered], Rendered], payload: Rendered) -> Rendered:
        if when(payload):
            change(payload)
        return inner(payload)

    return wrap("defaults", wrapper)


def after_generation(change: Callable[[Deployment, Call], object]) -> Apply:
    """Do something to the state after each generated image was answered."""

    def apply(deployment: Deployment) -> None:
        def edit(call: Call, answer: Reply) -> None:
            if call.operation == GENERATE and answer.status == 200:
                change(deployment, call)

        deployment.edits.append(edit)

    return apply


def after_refusal(change: Callable[[Deployment, Call], object]) -> Apply:
    """Do something to the state after each refusal of an authenticated call."""

    def apply(deployment: Deployment) -> None:
        def edit(call: Call, answer: Reply) -> None:
            if answer.status >= 400 and call.account is not None:
                change(deployment, call)

        deployment.edits.append(edit)

    return apply


def after_read(change: Callable[[Deployment, Call], object], *operations: str) -> Apply:
    """Do something to the state after each successful call of the operations."""

    def apply(deployment: Deployment) -> None:
        def edit(call: Call, answer: Reply) -> None:
            if call.operation in operations and answer.status == 200:
                change(deployment, call)

        deployment.edits.append(edit)

    return apply
