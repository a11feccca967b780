"""Serve an entry of the catalogue for the length of a `with` block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.adversary.api import GOOD_KEY, POOR_KEY, REVOKED_KEY, SECOND_KEY
from tests.adversary.catalogue import build
from tests.adversary.serving import Serving


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment that listens, and the keys that it knows."""

    url: str
    api_key: str = GOOD_KEY
    second_api_key: str = SECOND_KEY
    poor_api_key: str = POOR_KEY
    revoked_api_key: str = REVOKED_KEY


@contextmanager
def deployed(name: str = "correct") -> Iterator[Deployed]:
    """Serve the named defect or variant; raise `KeyError` for an unknown name."""
    with Serving(build(name)) as serving:
        yield Deployed(serving.url)
