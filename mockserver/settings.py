"""How a mock behaves, as one checked value.

The command line, the environment, :func:`mockserver.create_app` and the pytest
fixtures all end here; nothing below reads the environment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypedDict, get_args

from mockserver.errors import SettingsError
from mockserver.rate_limit import RateLimit

Auth = Literal["strict", "any"]
PictureStyle = Literal["captioned", "plain"]
PictureFormat = Literal["png", "jpeg", "webp"]

# Below 16 pixels a ratio such as 21:9 has no room; above 4096 one picture takes
# a second and more than 64 MiB to draw.
PICTURE_SIZES = range(16, 4097)
# A seed keys a hash with eight bytes.
SEEDS = range(2**64)
# Credits are JSON integers; beyond 2**53 JavaScript clients lose the last digits.
CREDITS = range(2**53)


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
        _check_keys(self.api_keys)
        for model_id, price in self.prices.items():
            _within(f"the price of {model_id}", price, CREDITS)
        _check_latency(self.latency)


def _within(name: str, value: Any, allowed: range) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        raise SettingsError(
            f"{name} must be an integer from {allowed.start} to {allowed.stop - 1},"
            f" not {value!r}"
        )


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise SettingsError(f"{name} must be {' or '.join(allowed)}, not {value!r}")


def _check_keys(api_keys: Mapping[str, int | None]) -> None:
    for position, (key, credits) in enumerate(api_keys.items(), start=1):
        # The key itself is a secret and never stands in a message.
        if not key or not all("!" <= character <= "~" for character in key):
            raise SettingsError(
                f"API key {position} must be printable ASCII without spaces,"
                " or no Authorization header could carry it"
            )
        if credits is not None:
            _within(f"the credits of API key {position}", credits, CREDITS)


def _check_latency(latency: tuple[float, float]) -> None:
    low, high = latency
    if not (math.isfinite(high) and 0 <= low <= high):
        raise SettingsError(
            f"latency must be two times in seconds, the lower first, not {latency!r}"
        )
