"""The requests that both deployments get: the same ones, in the same order.

Reads and refusals cost nothing on a conforming deployment; one image is bought on
each where the budget allows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contract_tests.contract.document import ACCOUNT, GENERATE, GET, LIST, USAGE
from contract_tests.contract.formats import is_uuid
from contract_tests.session import Query, Session
from contract_tests.tape.exchange import Exchange, Expects, Fields, Json, Role

PROBE = "compare"
_NOBODY = "5f0c6f0e-3b1d-4c55-9c0a-7d1e2b8a4f63"
"""An id drawn by chance once: nobody has it, and both deployments get the same."""
_FAR = 1_000_000
_BAD_LIMITS = ("0", "-1", "abc", "1.5")
_BAD_OFFSETS = ("-1", "abc")
_STRANGER = "gi_this_key_was_never_given_to_anyone"


@dataclass(frozen=True, slots=True)
class Step:
    """One request: what it is called, and how it is sent.

    `send` returns None where it cannot be sent: there is no image, or no budget.
    """

    name: str
    send: Callable[[Session], Exchange | None]


def steps(session: Session) -> list[Step]:
    """Return the requests; `session` tells models and limits of the document."""
    return [
        *_reads(),
        *_unknown(),
        *_credentials(),
        *_pages(session),
        *_bodies(session),
        *_image(session),
    ]


def _read(
    name: str,
    operation: str,
    query: Query | None = None,
    *,
    image: str = "",
    role: Role = Role.MAIN,
    headers: Fields | None = None,
    expects: Expects = Expects.SUCCESS,
) -> Step:
    def send(session: Session) -> Exchange:
        return session.read(
            operation,
            probe=PROBE,
            case=name,
            query=query,
            image=image,
            role=role,
            headers=headers,
            expects=expects,
        )

    return Step(name, send)


def _reads() -> Iterator[Step]:
    yield _read("the account", ACCOUNT)
    for operation in (LIST, USAGE):
        yield _read(operation, operation)
        yield _read(f"{operation} limit=1", operation, {"limit": 1})
        far = {"offset": _FAR}
        yield _read(f"{operation} past its end", operation, far)
    yield _of_known("an image", {})
    yield _of_known("an image without its bytes", {"format": "metadata"})


def _of_known(name: str, query: Query) -> Step:
    def send(session: Session) -> Exchange | None:
        image = _newest(session)
        if image is None:
            return None
        return session.read(GET, probe=PROBE, case=name, image=image, query=query)

    return Step(name, send)


def _newest(session: Session) -> str | None:
    """Return the id of an image that the account has: the one bought, or any."""
    bought = session.bought[-1].value.get("image") if session.bought else None
    if bought is None:
        query = {"limit": 1}
        listed = session.read(LIST, probe=PROBE, case="which image?", query=query)
        images = listed.value.get("images")
        bought = images[0] if isinstance(images, list) and images else None
    image = bought.get("id") if isinstance(bought, dict) else None
    return image if isinstance(image, str) and is_uuid(image) else None


def _unknown() -> Iterator[Step]:
    for name, image, query in (
        ("an unknown image", _NOBODY, {}),
        ("an unknown image's metadata", _NOBODY, {"format": "metadata"}),
        ("an id that is no UUID", "not-a-uuid", {}),
        ("a format that is none", _NOBODY, {"format": "xml"}),
    ):
        yield _read(name, GET, query, image=image, expects=Expects.NOT_FOUND)


def _credentials() -> Iterator[Step]:
    kinds: tuple[tuple[str, Fields], ...] = (
        ("without credentials", ()),
        ("with an unknown key", (("Authorization", f"Bearer {_STRANGER}"),)),
        ("by Basic", (("Authorization", "Basic bm9ib2R5Og=="),)),
    )
    for kind, headers in kinds:
        for operation in (ACCOUNT, LIST, USAGE, GET):
            yield _read(
                f"{operation} {kind}",
                operation,
                image=_NOBODY,
                role=Role.NOBODY,
                headers=headers,
                expects=Expects.UNAUTHORIZED,
            )
        yield _stranger(f"{GENERATE} {kind}", headers)


def _stranger(name: str, headers: Fields) -> Step:
    def send(session: Session) -> Exchange | None:
        # An empty object: whoever asks for the key too late has nothing to charge for.
        return session.refuse(
            {},
            probe=PROBE,
            case=name,
            role=Role.NOBODY,
            expects=Expects.UNAUTHORIZED,
            headers=headers,
        )

    return Step(name, send)


def _pages(session: Session) -> Iterator[Step]:
    for operation in (LIST, USAGE):
        too_many = str(session.facts.pages[operation].maximum + 1)
        for name, values in (
            ("limit", (*_BAD_LIMITS, too_many)),
            ("offset", _BAD_OFFSETS),
        ):
            for value in values:
                yield _read(
                    f"{operation} {name}={value}",
                    operation,
                    {name: value},
                    expects=Expects.REFUSAL,
                )


def _bodies(session: Session) -> Iterator[Step]:
    model = session.facts.models[0]
    good: dict[str, Json] = {"prompt": "a plain grey square", "modelId": model}
    wrong: dict[str, Json | bytes] = {
        "an empty object": {},
        "no prompt": {"modelId": model},
        "no modelId": {"prompt": "a plain grey square"},
        "an empty prompt": good | {"prompt": ""},
        "a prompt too long": good
        | {"prompt": "a" * (session.facts.longest_prompt + 1)},
        "a prompt that is a number": good | {"prompt": 5},
        "a prompt that is null": good | {"prompt": None},
        "an unknown model": good | {"modelId": "nobody:nothing-1"},
        "an unknown ratio": good | {"aspectRatio": "5:17"},
        "a style that is a number": good | {"style": 5},
        "an unknown thinkingLevel": good | {"thinkingLevel": "endless"},
        "an unknown property": good | {"n": 2},
        "two wrong fields": {"prompt": 5, "modelId": "nobody:nothing-1"},
        "an array": [],
        "JSON that breaks off": b'{"prompt":',
        "nothing": b"",
    }
    for name, body in wrong.items():
        yield _refused(f"{GENERATE} with {name}", body)
    text = "text/plain"
    yield _refused(f"{GENERATE} as {text}", b"a plain grey square", media_type=text)


def _refused(
    name: str, body: Json | bytes, *, media_type: str = "application/json"
) -> Step:
    def send(session: Session) -> Exchange | None:
        return session.refuse(body, probe=PROBE, case=name, media_type=media_type)

    return Step(name, send)


def _image(session: Session) -> Iterator[Step]:
    model = session.facts.models[0]

    def send(session: Session) -> Exchange | None:
        body: dict[str, Json] = {"prompt": session.prompt(), "modelId": model}
        return session.buy(body, probe=PROBE, case="an image of its own")

    if session.paid:
        yield Step("a bought image", send)
        yield _of_known("the bought image, read", {})
        yield _of_known("the bought image's metadata", {"format": "metadata"})
        yield _read(f"{LIST} after it", LIST)
        yield _read(f"{USAGE} after it", USAGE)
