"""The kinds of bodies that generateImage must refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.adversary.api import MODELS, RATIOS
from tests.adversary.call import Json, Problem

Test = Callable[[Json], bool]


@dataclass(frozen=True, slots=True)
class BadBody:
    """One kind: the path and code of its problem, and a test of the value sent."""

    name: str
    text: str
    path: str
    code: str
    test: Test
    subtle: bool = False

    def matches(self, problem: Problem) -> bool:
        """Tell whether a problem is of this kind."""
        here = self.path in {problem.path, "*"}
        return here and self.code == problem.code and self.test(problem.value)


def _any(_: Json) -> bool:
    return True


def _is(*kinds: type) -> Test:
    return lambda value: type(value) in kinds


def _one(*values: Json) -> Test:
    return lambda value: value in values


def _none(value: Json) -> bool:
    return value is None


TYPES: tuple[tuple[str, str, Test], ...] = (
    ("null", "null", _none),
    ("number", "a number", _is(int, float)),
    ("boolean", "true or false", _is(bool)),
    ("array", "an array", _is(list)),
    ("object", "an object", _is(dict)),
)
FIELD_TYPES = tuple(
    BadBody(
        f"{name}-{kind}",
        f"{text} as {name}",
        f"body.{name}",
        "type",
        test,
        kind in {"boolean", "array", "object"},
    )
    for name in ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel")
    for kind, text, test in TYPES
)


MODEL_NAMES = [model.split(":")[1] for model in MODELS]
MODEL_VALUES: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("unknown", "any model outside the enum", _any),
    ("upper", "a model in capitals", lambda v: v.lower() in MODELS),
    ("blank", "a model with a blank around it", lambda v: v.strip() in MODELS),
    ("short", "a model without its provider", lambda v: v in MODEL_NAMES),
    ("empty", "an empty model", lambda v: v == ""),
    (
        "prefix",
        "the beginning of a model",
        lambda v: len(v) > 8 and any(m.startswith(v) for m in MODELS),
    ),
    (
        "suffix",
        "a model with something behind it",
        lambda v: any(v.startswith(m) for m in MODELS),
    ),
)
RATIO_VALUES: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("unknown", "a ratio outside the enum", lambda v: ":" in v),
    ("x", "16x9 for 16:9", lambda v: v.replace("x", ":") in RATIOS and "x" in v),
    ("empty", "an empty ratio", lambda v: v == ""),
    ("blank", "a ratio with a blank around it", lambda v: v.strip() in RATIOS),
)
LEVEL_VALUES: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("unknown", "a level outside the enum", lambda v: v != ""),
    ("empty", "an empty level", lambda v: v == ""),
    ("upper", "a level in capitals", lambda v: v.lower() in {"default", "deep"}),
)
ENUMS = tuple(
    BadBody(f"{name}-{kind}", text, f"body.{name}", "enum", test, kind != "unknown")
    for name, table in (
        ("modelId", MODEL_VALUES),
        ("aspectRatio", RATIO_VALUES),
        ("thinkingLevel", LEVEL_VALUES),
    )
    for kind, text, test in table
)
PROMPTS = (
    BadBody("prompt-missing", "no prompt", "body.prompt", "required", _any),
    BadBody("modelId-missing", "no model", "body.modelId", "required", _any),
    BadBody("prompt-empty", "an empty prompt", "body.prompt", "minLength", _any),
    BadBody("prompt-long", "a prompt over 2000", "body.prompt", "maxLength", _any),
    BadBody(
        "prompt-2001",
        "a prompt of 2001 characters, no longer one",
        "body.prompt",
        "maxLength",
        lambda value: len(value) == 2001,
        True,
    ),
    BadBody(
        "prompt-2048",
        "a prompt of up to 2048 characters",
        "body.prompt",
        "maxLength",
        lambda value: len(value) <= 2048,
        True,
    ),
    BadBody(
        "prompt-long-astral",
        "2001 characters beyond the basic plane",
        "body.prompt",
        "maxLength",
        lambda value: len(value.encode("utf-16-le")) == 4 * len(value),
        True,
    ),
)
EXTRAS = (
    BadBody("extra", "an unknown field", "*", "additionalProperties", _any),
    BadBody(
        "extra-null",
        "an unknown field that is null",
        "*",
        "additionalProperties",
        _none,
        True,
    ),
    BadBody(
        "extra-text",
        "an unknown field that is text",
        "*",
        "additionalProperties",
        _is(str),
        True,
    ),
    BadBody(
        "extra-number",
        "an unknown field that is a number",
        "*",
        "additionalProperties",
        _is(int, float),
        True,
    ),
    *(
        BadBody(
            f"extra-{name}",
            f"the reply's {name} in a request",
            f"body.{name}",
            "additionalProperties",
            _any,
            True,
        )
        for name in ("id", "creditCost", "createdAt", "providerId", "userId")
    ),
)
BODIES: tuple[tuple[str, str, Test], ...] = (
    ("array", "an array", _is(list)),
    ("string", "a string", _is(str)),
    ("number", "a number", _is(int, float)),
    ("null", "null", _none),
    ("boolean", "true or false", _is(bool)),
)
WHOLE = tuple(
    BadBody(
        f"body-{kind}", f"{text} as the body", "body", "type", test, kind == "boolean"
    )
    for kind, text, test in BODIES
)
BROKEN = (
    BadBody(
        "body-empty",
        "no body",
        "body",
        "invalid_json",
        lambda data: not data.strip(),
    ),
    BadBody(
        "body-truncated",
        "a truncated body",
        "body",
        "invalid_json",
        lambda data: data.strip().startswith(b"{") and not data.strip().endswith(b"}"),
    ),
    BadBody(
        "body-not-json",
        "a body that is not JSON at all",
        "body",
        "invalid_json",
        lambda data: bool(data.strip()) and data.strip()[:1] not in b"{[",
    ),
    BadBody(
        "body-not-utf8",
        "a body that is not UTF-8",
        "body",
        "invalid_json",
        lambda data: data != data.decode("utf-8", "ignore").encode(),
        True,
    ),
)
BAD_BODIES = (*FIELD_TYPES, *ENUMS, *PROMPTS, *EXTRAS, *WHOLE, *BROKEN)
BY_NAME = {bad.name: bad for bad in BAD_BODIES}
