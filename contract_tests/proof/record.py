"""Results that outlive an interruption: a file that is read, and added to.

One JSON value a line. The first line says what the results are of; results of anything
else (other code, another command) are not taken up.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import contract_tests
from contract_tests.contract.document import packaged
from contract_tests.errors import UsageError

_VERSION = 1


class Record:
    """Keeps a result for each trial, in a file if one is given.

    `of` is the fingerprint of what is tried. Raises UsageError for a file that cannot
    be read or written, or that is something else.
    """

    def __init__(self, path: Path | None, of: str) -> None:
        self._path = path
        self._head = {"contract_tests_proof": _VERSION, "of": of}
        self.stale = 0
        """How many results of something else are in the file.

        They stay there until there is a first result to write, and then in `FILE.old`.
        """
        self._known: dict[str, Any] = {}
        self._begun = False
        if path is not None:
            self._known = self._read(path)
            if not self.stale:
                self._begin(path)

    @property
    def known(self) -> Mapping[str, Any]:
        """The results so far, by the trial's name."""
        return self._known

    def keep(self, name: str, result: Any) -> None:
        """Keep a result, and write it down at once."""
        self._known[name] = result
        if self._path is None:
            return
        if not self._begun:
            # What is in the file is of something else: it stays beside it.
            self._path.replace(self._path.with_name(f"{self._path.name}.old"))
            self._begin(self._path)
        else:
            self._append(self._path, {"name": name, "result": result})

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            lines = path.read_text("utf-8").splitlines() if path.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"--resume {path}: {error}") from None
        if not lines:
            return {}
        head = _parsed(lines[0])
        if not isinstance(head, dict) or "contract_tests_proof" not in head:
            raise UsageError(
                f"--resume {path} is no file of results; name another, or a new one"
            )
        found = [each for each in map(_parsed, lines[1:]) if _is_result(each)]
        if head != self._head:
            self.stale = len(found)
            return {}
        return {each["name"]: each["result"] for each in found}

    def _begin(self, path: Path) -> None:
        """Write what is known anew: a line that was cut off does not stay."""
        lines: list[object] = [self._head]
        lines += [{"name": name, "result": kept} for name, kept in self._known.items()]
        fresh = path.with_name(f".{path.name}.new")
        try:
            fresh.write_text("".join(map(_line, lines)), "utf-8")
            fresh.replace(path)
            self._begun = True
        except OSError as error:
            raise UsageError(
                f"--resume {path} cannot be written: {error.strerror}"
            ) from None

    def _append(self, path: Path, value: object) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(_line(value))


def _line(value: object) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"


def _is_result(value: Any) -> bool:
    return isinstance(value, dict) and {"name", "result"} <= value.keys()


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def fingerprint(parts: Iterable[object]) -> str:
    """Return a digest of these values, of both packages and of their document."""
    digest = hashlib.sha256(packaged().read_bytes())
    here = Path(contract_tests.__file__).parent
    for package in (here, here.parent / "mockserver"):
        for path in sorted(package.rglob("*")):
            if path.suffix in (".py", ".json"):
                digest.update(path.read_bytes())
    for part in parts:
        digest.update(repr(part).encode("utf-8", "surrogatepass") + os.sep.encode())
    return digest.hexdigest()
