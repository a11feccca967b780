"""What a run was asked to do, checked and complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from contract_tests.errors import UsageError
from contract_tests.tape.exchange import Fields, Role
from contract_tests.tape.records import Mode

MOST_IMAGES = 10
"""Images that a run buys unless `--max-images` says otherwise, at level standard."""
MOST_IMAGES_DEEP = 40


def base_url(text: str) -> str:
    """Return a base URL without a slash at its end; raises UsageError if it is none."""
    parts = urlsplit(text.strip())
    shown = f"{parts.scheme}://{parts.hostname}" if parts.password else repr(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"{shown} is no URL; write it as https://host or http://127.0.0.1:4010"
        )
    if parts.username or parts.password:
        raise UsageError(
            "the URL holds a name or password; keys have options of their own"
        )
    if parts.query or parts.fragment:
        raise UsageError(f"{shown}: a base URL has no query and no fragment")
    try:
        _ = parts.port
    except ValueError:
        raise UsageError(f"{shown}: its port is no number up to 65535") from None
    return text.strip().rstrip("/")


class Depth(StrEnum):
    """How much a run looks at."""

    SMOKE = "smoke"
    STANDARD = "standard"
    DEEP = "deep"


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of a run; `docs` of each stand in the table of options.

    Times are in seconds, `distance` is the least time between two requests. Keys never
    show in its `repr`.
    """

    url: str
    api_key: str = field(repr=False)
    second_api_key: str | None = field(default=None, repr=False)
    poor_api_key: str | None = field(default=None, repr=False)
    revoked_api_key: str | None = field(default=None, repr=False)
    max_credits: int = 0
    max_images: int | None = None
    assume_cost: int | None = None
    read_only: bool = False
    level: Depth = Depth.STANDARD
    select: tuple[str, ...] = ()
    deselect: tuple[str, ...] = ()
    accept: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    document: Path | None = None
    seed: int | None = None
    timeout: float = 180.0
    max_time: float | None = None
    max_wait: float = 60.0
    wait_ready: float = 0.0
    distance: float = 0.0
    headers: Fields = field(default=(), repr=False)
    insecure: bool = False
    tape: Path | None = None
    state: Path | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be meant; raises UsageError."""
        if not self.api_key:
            raise UsageError(
                "no API key: set CONTRACT_TESTS_API_KEY, or give --api-key"
            )
        if self.read_only and self.max_credits:
            raise UsageError("--read-only spends nothing: leave --max-credits out")
        for name, value in self.keys.items():
            if any(not "\x21" <= character <= "\x7e" for character in value):
                raise UsageError(
                    f"the {name} API key holds a blank or a character that no header"
                    " can carry (it is not shown here)"
                )
        given = list(self.keys.values())
        if len(set(given)) < len(given):
            raise UsageError("two of the given API keys are the same key")

    @property
    def keys(self) -> dict[Role, str]:
        """Return the keys that were given, by role."""
        given = {
            Role.MAIN: self.api_key,
            Role.SECOND: self.second_api_key,
            Role.POOR: self.poor_api_key,
            Role.REVOKED: self.revoked_api_key,
        }
        return {role: key for role, key in given.items() if key}

    @property
    def mode(self) -> Mode:
        """Return what the run may send."""
        if self.read_only:
            return Mode.READ_ONLY
        return Mode.PAID if self.max_credits else Mode.FREE

    @property
    def images(self) -> int:
        """Return the most images that the run may buy."""
        if self.max_images is not None:
            return self.max_images
        return MOST_IMAGES_DEEP if self.level is Depth.DEEP else MOST_IMAGES
