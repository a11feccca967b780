"""What `--state` remembers from run to run: images that must still be there."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from contract_tests.contract.document import GENERATE, LIST
from contract_tests.errors import UsageError
from contract_tests.tape.exchange import Json, Role
from contract_tests.tape.ndjson import Tape

_KEPT = 50
"""So many images are remembered for a target, the latest first."""


@dataclass(slots=True)
class Memory:
    """The file, and what it holds: images by target and id."""

    path: Path
    targets: dict[str, dict[str, Json]]

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read the file; one that is not there is an empty one.

        Raises UsageError for a file that is none of this tool.
        """
        if not path.exists():
            return cls(path, {})
        try:
            value: Any = json.loads(path.read_text("utf-8"))
            targets = value["targets"]
            if not all(isinstance(each["images"], dict) for each in targets.values()):
                raise TypeError("its images are no object")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"--state {path} is no state of an earlier run: {error!r}"
            ) from error
        return cls(path, targets)

    def earlier(self, target: str) -> dict[str, Json] | None:
        """Return what an earlier run saw of a target, None if there was none."""
        return self.targets.get(target.rstrip("/"))

    def keep(self, tape: Tape) -> None:
        """Add what a run saw, and replace the file as a whole."""
        target = tape.run.target.rstrip("/")
        images = _images(tape)
        known = self.targets.get(target, {}).get("images")
        older = known if isinstance(known, dict) else {}
        kept = dict(
            [*images.items(), *((k, v) for k, v in older.items() if k not in images)][
                :_KEPT
            ]
        )
        self.targets[target] = {"images": kept}
        text = json.dumps({"targets": self.targets}, indent=1)
        beside = self.path.with_name(self.path.name + ".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text + "\n", "utf-8")
            os.replace(beside, self.path)
        except OSError as error:
            raise UsageError(f"cannot write --state {self.path}: {error}") from error


def _images(tape: Tape) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for exchange in reversed(tape.exchanges):
        if exchange.role is not Role.MAIN or not exchange.succeeded():
            continue
        image, rows = exchange.value.get("image"), exchange.value.get("images")
        several = (
            [image]
            if exchange.operation == GENERATE
            else rows
            if exchange.operation == LIST
            else []
        )
        for each in several if isinstance(several, list) else []:
            if isinstance(each, dict) and isinstance(each.get("id"), str):
                found.setdefault(str(each["id"]).lower(), each.get("createdAt"))
    return found
