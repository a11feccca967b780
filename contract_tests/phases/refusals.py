"""Requests for images that must be refused: one thing is wrong with each.

The rest of each request is truly valid, so that nothing else can be the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from contract_tests.session import Session, encode
from contract_tests.tape.exchange import Expects, Json

_JSON = "application/json"
_NO_TEXTS: tuple[Json, ...] = (5, None, True, ["a"], {"a": "b"})
# 0 and false also for who takes them for "none".
_NO_STYLES: tuple[Json, ...] = (0, None, False, ["a"])
_BODIES_OF_NO_OBJECT = ('"prompt"', "5", "null")
_FORBIDDEN: Mapping[str, Json] = {
    "n": 2,
    "id": "00000000-0000-4000-8000-000000000000",
    "creditCost": 0,
    "createdAt": "2020-01-01T00:00:00Z",
    "userId": "someone-else",
}
_NOTHING: Mapping[str, Json] = MappingProxyType({})
_WRONG_TYPES: tuple[Json, ...] = (True, ["default"], {"a": "b"}, 1.5, False, [], 5)
_DRAWN = 3
_DEEP_NESTING = 10_000
_LARGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that must be refused, and for which field."""

    probe: str
    case: str
    body: bytes
    subject: str = ""
    media_type: str | None = _JSON
    expects: Expects = Expects.REFUSAL


def refusals(session: Session, prompt: str | None = None) -> list[Refusal]:
    """Return the requests of the level, the most telling first.

    `prompt` is one with which an image is bought later: a refusal must not stick to it.
    """
    every = [*_bodies(session), *_fields(session, prompt), *_combinations(session)]
    # Just before the last, so that something else than a refusal comes after it.
    relaxed = encode(base(session))[:-1] + b",}"
    every.insert(-1, Refusal("GEN-N02", "a comma before a bracket", relaxed, "body"))
    if session.smoke:
        return [each for each in every if each.case in _SMOKE]
    if not session.paid:
        # What a lawful deployment may take and charge is no request for a free run.
        every = [each for each in every if each.expects is Expects.REFUSAL]
    return every


_SMOKE = frozenset(
    ("without prompt", "prompt is empty", "modelId is null", "another property: n")
)


def send(session: Session, refusal: Refusal) -> None:
    """Send one of them."""
    session.refuse(
        refusal.body,
        probe=refusal.probe,
        case=refusal.case,
        subject=refusal.subject,
        expects=refusal.expects,
        media_type=refusal.media_type,
    )


def base(session: Session) -> dict[str, Json]:
    """Return a valid body with the cheapest model that takes `thinkingLevel`."""
    prices = session.budget.prices
    model = min(session.facts.thinkers, key=lambda each: prices.get(each, 0))
    return {"prompt": session.prompt(), "modelId": model}


def _bodies(session: Session) -> Iterator[Refusal]:
    """Yield bodies that are no JSON object, or are not told as JSON."""
    whole = encode(base(session))
    yield Refusal("GEN-N01", "no body", b"", "body", None)
    yield Refusal("GEN-N01", "an empty body", b"", "body")
    yield Refusal("GEN-N02", "JSON that breaks off", whole[:-2], "body")
    yield Refusal("GEN-N02", "JSON with more behind it", whole + b"]", "body")
    yield Refusal("GEN-N03", "a body in a list", b"[" + whole + b"]", "body")
    for text in _BODIES_OF_NO_OBJECT:
        yield Refusal("GEN-N03", f"the body is {text}", text.encode(), "body")
    yield Refusal(
        "GEN-N15",
        "a form",
        urlencode(base(session)).encode(),
        "body",
        "application/x-www-form-urlencoded",
    )
    if session.deep:
        yield Refusal(
            "GEN-N15",
            "JSON as text/plain",
            whole,
            "body",
            "text/plain",
            Expects.ANYTHING,
        )
        yield Refusal(
            "GEN-N18",
            "a lone surrogate",
            b'{"prompt":"\\ud800 ct","modelId":'
            + json.dumps(base(session)["modelId"]).encode()
            + b"}",
            "body.prompt",
            expects=Expects.ANYTHING,
        )
    nested = b"[" * _DEEP_NESTING + b"]" * _DEEP_NESTING
    yield Refusal("GEN-N19", "nested ten thousand deep", nested, "body")
    yield Refusal(
        "GEN-N19",
        "a megabyte",
        encode({**base(session), "prompt": "a" * _LARGE}),
        "body.prompt",
    )


def _fields(session: Session, prompt: str | None) -> Iterator[Refusal]:
    """Yield bodies with one field that the schema refuses."""
    facts = session.facts
    model = str(base(session)["modelId"])
    yield from _missing(session, model)
    yield _with(session, "GEN-N06", "prompt is empty", "prompt", value="")
    longest = facts.longest_prompt
    long = session.prompt()
    yield _with(
        session,
        "GEN-N07",
        "one character too many",
        "prompt",
        value=long + "a" * (longest + 1 - len(long)),
    )
    for value in _NO_TEXTS:
        yield _with(
            session, "GEN-N08", f"prompt is {json.dumps(value)}", "prompt", value=value
        )
    for case, value in _bad_models(model):
        yield _with(session, "GEN-N09", f"modelId is {case}", "modelId", value=value)
    ratios: tuple[Json, ...] = ("1:2", "16x9", None, ["16:9"], "1:1 ")
    for value in ratios:
        yield _with(
            session,
            "GEN-N10",
            f"aspectRatio is {json.dumps(value)}",
            "aspectRatio",
            value=value,
        )
    for value in _NO_STYLES:
        yield _with(
            session, "GEN-N11", f"style is {json.dumps(value)}", "style", value=value
        )
    for value in ("max", "", None, 0):
        yield _with(
            session,
            "GEN-N12",
            f"thinkingLevel is {json.dumps(value)}",
            "thinkingLevel",
            value=value,
        )
    yield from _drawn(session)
    for name, value in _FORBIDDEN.items():
        more: dict[str, Json] = {"prompt": prompt} if prompt and name == "n" else {}
        yield _with(
            session,
            "GEN-N14",
            f"another property: {name}",
            name,
            value=value,
            more=more,
        )


def _missing(session: Session, model: str) -> Iterator[Refusal]:
    """Yield bodies that lack a field, or have it by another name."""
    prompt: Json = session.prompt()
    lacking: list[tuple[str, str, str, dict[str, Json]]] = [
        ("GEN-N04", "without prompt", "prompt", {}),
        # With a style, for who has a model for each style.
        ("GEN-N05", "without modelId", "modelId", {"style": "pencil"}),
        ("GEN-N04", "Prompt in place of prompt", "prompt", {"Prompt": prompt}),
        ("GEN-N05", "model_id in place of modelId", "modelId", {"model_id": model}),
    ]
    for probe, case, name, more in lacking:
        yield _with(session, probe, case, name, leave_out=name, more=more)


def _drawn(session: Session) -> Iterator[Refusal]:
    """Yield some of what is tried in no run by name.

    Which ones is for the seed to say; at level deep they all are.
    """
    probes = {
        "modelId": "GEN-N09",
        "aspectRatio": "GEN-N10",
        "style": "GEN-N11",
        "thinkingLevel": "GEN-N12",
    }
    wrong = [(name, value) for name in probes for value in _WRONG_TYPES]
    wrong += [(name, "") for name in ("modelId", "aspectRatio")]
    every = [
        *(
            _with(
                session,
                probes[name],
                f"{name} is {json.dumps(value)}",
                name,
                value=value,
            )
            for name, value in wrong
        ),
        Refusal("GEN-N02", "bytes", b"\x89PNG\r\n\x1a\n\x00\xff", "body"),
        Refusal("GEN-N03", "the body is true", b"true", "body"),
        Refusal("GEN-N04", "an empty object", b"{}", "body.prompt"),
    ]
    yield from every if session.deep else session.random.sample(every, _DRAWN)


def _bad_models(model: str) -> list[tuple[str, Json]]:
    provider, _, name = model.partition(":")
    other = "openai" if provider != "openai" else "google"
    return [
        ("a known one without its end", model[:-1]),
        ("in capitals", model.upper()),
        ("followed by a blank", f"{model} "),
        ("without its provider", name),
        ("of another provider", f"{other}:{name}"),
        ("null", None),
        ("in a list", [model]),
    ]


def _combinations(session: Session) -> Iterator[Refusal]:
    """Yield what only a description forbids: thinkingLevel on other models."""
    facts = session.facts
    for model in facts.models:
        if model in facts.thinkers:
            continue
        for level in facts.thinking_levels[-1:]:
            body = {
                "prompt": session.prompt(),
                "modelId": model,
                "thinkingLevel": level,
            }
            yield Refusal(
                "GEN-N13",
                f"thinkingLevel {level} on {model}",
                encode(dict(body)),
                "body.thinkingLevel",
                expects=Expects.ANYTHING,
            )


def _with(
    session: Session,
    probe: str,
    case: str,
    name: str,
    *,
    value: Json = None,
    leave_out: str = "",
    more: Mapping[str, Json] = _NOTHING,
) -> Refusal:
    body = {**base(session), name: value, **more}
    body.pop(leave_out, None)
    return Refusal(probe, case, encode(body), f"body.{name}")
