"""The command of a suite, as it is for one deployment."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from contract_tests.proof.trial import Deployment

_HERE = "127.0.0.1,localhost"


_NAMES = tuple(Deployment.__dataclass_fields__)
PLACEHOLDERS = ", ".join(f"{{{name}}}" for name in _NAMES)
"""What is filled in, as messages name it."""


def misspelt(command: str) -> list[str]:
    """Return the names in braces that look like placeholders and are none."""
    found = re.findall(r"(?<!\$)\{([a-z][a-z_]*)\}", command)
    return [name for name in dict.fromkeys(found) if name not in _NAMES]


def filled(command: str, deployment: Deployment) -> str:
    """Return a command with `{url}`, `{api_key}` and so on filled in.

    Everything else in braces belongs to the shell, and stays.
    """
    for name, value in deployment.values.items():
        command = command.replace(f"{{{name}}}", value)
    return command


def variables(deployment: Deployment) -> dict[str, str]:
    """Return the environment variables that tell of a deployment."""
    return {
        f"CONTRACT_TESTS_{name.upper()}": value
        for name, value in deployment.values.items()
    }


def environment(deployment: Deployment, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a command: the user's, and where the mock is.

    No proxy is asked for it: it is on this machine.
    """
    direct = {
        name: ",".join(filter(None, (given.get(name, ""), _HERE)))
        for name in ("no_proxy", "NO_PROXY")
    }
    return {**given, **direct, **variables(deployment)}


def by_hand(command: str, deployment: Deployment) -> str:
    """Return what to type in a shell to run a command against a deployment."""
    line = filled(command, deployment)
    if line != command:
        return line
    told = [f"{name}={value}" for name, value in variables(deployment).items()]
    return shlex.join(["env", *told, "sh", "-c", command])
