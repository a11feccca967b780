"""An environment in which no variable changes what a command does."""

from __future__ import annotations

import os

_OURS = ("MOCKSERVER_", "CONTRACT_TESTS_", "GITHUB_")


def clean_environment(**changes: str) -> dict[str, str]:
    """Return the environment without variables of these tools or of a CI."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OURS) and name != "PORT"
    }
    return {**kept, **changes}
