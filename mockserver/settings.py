"""How a mock behaves, as one checked value.

The command line, the environment, :func:`mockserver.create_app` and the pytest
fixtures all end here; nothing below reads the environment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypedDict, get_args

from mockserver.errors import SettingsError
from mockserver.rate_limit import RateLimit
from mockserver.storage.records import CREDITS

Auth = Literal["strict", "any"]
PictureStyle = Literal["captioned", "plain"]
PictureFormat = Literal["png", "jpeg", "webp"]

# Below 16 pixels a ratio such as 21:9 has no room; above 4096 one picture takes
# a second and more than 64 MiB to draw.
PICTURE_SIZES = range(16, 4097)
# A seed keys a hash with eight bytes.
SEEDS = range(2**64)


class Options(TypedDict, total=False):
    """The keyword arguments of ``create_app`` and ``MockServer``: see Settings."""

    seed: int | None
    api_keys: Mapping[str, int | None]
    credits: int
    auth: Auth
    magic: bool
    prices: Mapping[str, int]
    picture: PictureStyle
    picture_size: int
    picture_format: PictureFormat
    images: int
    latency: tuple[float, float]
    rate_limit: RateLimit | None
    state: str | Path | None
    strict: bool
    cors: bool
    max_request_body_size: int
    defects: Sequence[str]
    variants: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a mock is told; a value that cannot be used raises SettingsError.

    ``seed``: makes ids, generated values and pictures repeatable; None is random.
    ``api_keys``: keys that are valid besides the well-known ones, each with the
    credits of its account (None: ``credits``).
    ``credits``: the opening grant of an account.
    ``auth``: "strict" knows its keys, "any" opens an account for every key.
    ``magic``: whether the well-known keys exist.
    ``prices``: credits by model, replacing or adding to the default table.
    ``picture``, ``picture_size``, ``picture_format``: how pictures are drawn; the
    size is the longer side in pixels.
    ``images``: how many older generations the good account, and each of
    ``api_keys``, starts with.
    ``latency``: seconds to wait before an answer, drawn between two bounds.
    ``rate_limit``: for each account; None for no limit.
    ``state``: an SQLite file that keeps the state; None keeps it in memory.
    ``strict``: answer 500 where a reply of the mock would break the document.
    ``cors``: let browsers read answers from any origin.
    ``max_request_body_size``: bytes.
    ``defects``, ``variants``: names of deliberate breaches of the contract, and of
    oddities that keep it (``mockserver --list-defects``, ``--list-variants``). They
    are made for the well-known keys.
    """

    seed: int | None = None
    api_keys: Mapping[str, int | None] = field(default_factory=dict, repr=False)
    credits: int = 1000
    auth: Auth = "strict"
    magic: bool = True
    prices: Mapping[str, int] = field(default_factory=dict)
    picture: PictureStyle = "captioned"
    picture_size: int = 1024
    picture_format: PictureFormat = "png"
    images: int = 0
    latency: tuple[float, float] = (0.0, 0.0)
    rate_limit: RateLimit | None = None
    state: str | Path | None = None
    strict: bool = False
    cors: bool = True
    max_request_body_size: int = 1024 * 1024
    defects: Sequence[str] = ()
    variants: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.seed is not None:
            _within("seed", self.seed, SEEDS)
        _within("credits", self.credits, CREDITS)
        _within("images", self.images, range(10_000_001))
        _within("picture_size", self.picture_size, PICTURE_SIZES)
        _within("max_request_body_size", self.max_request_body_size, range(1, 2**40))
        _one_of("auth", self.auth, get_args(Auth))
        _one_of("picture", self.picture, get_args(PictureStyle))
        _one_of("picture_format", self.picture_format, get_args(PictureFormat))
        for name in ("magic", "strict", "cors"):
            _one_of(name, getattr(self, name), (True, False))
        _check_keys(self.api_keys)
        for model_id, price in self.prices.items():
            _within("prices", price, CREDITS, of=f"the price of {model_id}")
        _check_latency(self.latency)
        if not isinstance(self.rate_limit, RateLimit | None):
            raise SettingsError(
                'rate_limit must be a RateLimit, such as RateLimit.parse("20/1s"),'
                f" not {self.rate_limit!r}",
                field="rate_limit",
            )
        for name in ("defects", "variants"):
            _check_names(name, getattr(self, name), self.state)
        if not (self.magic or self.api_keys or self.state or self.auth == "any"):
            raise SettingsError(
                "magic is off, which leaves no valid key: give api_keys, or auth any",
                field="magic",
            )


def _within(name: str, value: Any, allowed: range, *, of: str = "") -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        raise SettingsError(
            f"{of or name} must be an integer from {allowed.start} to"
            f" {allowed.stop - 1}, not {value!r}",
            field=name,
        )


def _one_of(name: str, value: Any, allowed: tuple[Any, ...]) -> None:
    if value not in allowed or isinstance(value, bool) != isinstance(allowed[0], bool):
        known = " or ".join(map(str, allowed))
        raise SettingsError(f"{name} must be {known}, not {value!r}", field=name)


def _check_keys(api_keys: Mapping[str, int | None]) -> None:
    for position, (key, credits) in enumerate(api_keys.items(), start=1):
        # The key itself is a secret and never stands in a message.
        if not key or not all("!" <= character <= "~" for character in key):
            raise SettingsError(
                f"API key {position} must be printable ASCII without spaces,"
                " or no Authorization header could carry it",
                field="api_keys",
            )
        if credits is not None:
            place = f"the credits of API key {position}"
            _within("api_keys", credits, CREDITS, of=place)


def _check_names(field: str, names: Any, state: str | Path | None) -> None:
    if isinstance(names, str) or not isinstance(names, Sequence):
        raise SettingsError(
            f"{field} must be a list of names, not {names!r}", field=field
        )
    if names and state is not None:
        raise SettingsError(
            f"{field} cannot go with a state file: what they write would stay in it",
            field=field,
        )


def _check_latency(latency: Any) -> None:
    if (
        not isinstance(latency, tuple)
        or len(latency) != 2
        or not all(isinstance(bound, int | float) for bound in latency)
        or not (math.isfinite(latency[1]) and 0 <= latency[0] <= latency[1])
    ):
        raise SettingsError(
            "latency must be two times in seconds, the lower first, such as (0.1, 0.3),"
            f" not {latency!r}",
            field="latency",
        )
