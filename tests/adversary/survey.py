"""Run the contract tests against every entry, each in a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.adversary.api import GOOD_KEY, POOR_KEY, REVOKED_KEY, SECOND_KEY
from tests.adversary.catalogue import chosen
from tests.adversary.entries import Defect, Variant

COMMAND = (
    "{python} -m contract_tests run {url} --api-key {api_key}"
    " --second-api-key {second} --poor-api-key {poor} --revoked-api-key {revoked}"
    " --max-credits 100 --report json={report} --quiet"
)
LONGEST = 120.0  # seconds; a run that takes longer is of no use in a pipeline


@dataclass(frozen=True, slots=True)
class Result:
    """What one run told; `exit` is None when it was ended for its length."""

    name: str
    kind: str
    family: str
    subtle: bool
    exit: int | None
    failed: tuple[str, ...]
    requests: float | None
    images: float | None
    credits: float | None
    seconds: float
    note: str = ""

    @property
    def right(self) -> bool:
        """Whether the defect was found, or the variant passed.

        A command that broke down exits with 1 too: a find names a clause.
        """
        if self.kind == "defect":
            return self.exit == 1 and bool(self.failed)
        return self.exit == 0


def number(report: Any, name: str) -> float | None:
    """Find a number by its name anywhere in a report, the outermost first."""
    queue = deque([report])
    while queue:
        value = queue.popleft()
        if isinstance(value, dict):
            found = value.get(name)
            if isinstance(found, int | float) and not isinstance(found, bool):
                return found
            queue.extend(value.values())
    return None


def failures(report: Any) -> tuple[str, ...]:
    """List the ids of the failed clauses of a report."""
    clauses = report.get("clauses") if isinstance(report, dict) else None
    return tuple(
        str(clause.get("id"))
        for clause in clauses or ()
        if isinstance(clause, dict) and clause.get("outcome") == "failed"
    )


def evidence(report: Any) -> str:
    """Tell the first breach of the first failed clause."""
    clauses = report.get("clauses") if isinstance(report, dict) else None
    for clause in clauses or ():
        if isinstance(clause, dict) and clause.get("outcome") == "failed":
            return json.dumps(clause.get("breaches") or clause)[:600]
    return ""


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _execute(words: list[str]) -> tuple[int | None, str]:
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=LONGEST)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, f"ended after {LONGEST:.0f} s"


def run(item: Defect | Variant, command: str) -> Result:
    """Serve an entry, run the command against it, and read its report."""
    serve = [sys.executable, "-m", "tests.adversary", "--serve", item.name]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        url = server.stdout.readline().strip().removeprefix("listening on ")
        report = Path(folder) / "report.json"
        values = {
            "python": sys.executable,
            "url": url,
            "api_key": GOOD_KEY,
            "second": SECOND_KEY,
            "poor": POOR_KEY,
            "revoked": REVOKED_KEY,
            "report": str(report),
        }
        words = [word.format_map(values) for word in shlex.split(command)]
        began = time.monotonic()
        status, output = _execute(words)
        seconds = time.monotonic() - began
        server.terminate()
        told = _read(report)
    defect = isinstance(item, Defect)
    lines = output.strip().splitlines()
    return Result(
        item.name,
        "defect" if defect else "lawful",
        item.family,
        isinstance(item, Defect) and item.subtle,
        status,
        failures(told),
        number(told, "requests"),
        number(told, "images"),
        number(told, "credits"),
        round(seconds, 2),
        "" if defect and failures(told) else _note(status, lines, told),
    )


def _note(status: int | None, lines: list[str], told: Any) -> str:
    last = lines[-1][:200] if lines and status != 0 else ""
    return evidence(told) or last


class Record:
    """Keep the results in a file, if one is given, so that a survey can go on."""

    def __init__(self, path: Path | None, *, rerun: bool) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._known: dict[str, dict[str, Any]] = {} if path is None else _read(path)
        self._rerun = rerun

    def done(self, name: str) -> Result | None:
        """Give the result of an earlier survey."""
        kept = self._known.get(name)
        if kept is None or self._rerun:
            return None
        return Result(**{**kept, "failed": tuple(kept["failed"])})

    def keep(self, result: Result) -> None:
        """Write a result down at once."""
        with self._lock:
            self._known[result.name] = asdict(result)
            if self._path is not None:
                fresh = self._path.with_suffix(".new")
                fresh.write_text(json.dumps(self._known, indent=1), "utf-8")
                fresh.replace(self._path)


def table(results: Iterable[Result]) -> str:
    """Write what went wrong, and the totals by family."""
    results = list(results)
    lines = []
    for title, kind in (("SURVIVORS", "defect"), ("FALSE ALARMS", "lawful")):
        wrong = [r for r in results if r.kind == kind and not r.right]
        lines.append(f"{title}: {len(wrong)}")
        lines += [
            f"  {r.name:48} exit {r.exit} {r.seconds:6.1f}s"
            f" {','.join(r.failed[:6])} {r.note}"
            for r in wrong
        ]
    lines.append(
        f"{'family':18}{'kind':8}{'right':>7}{'all':>6}{'plain':>9}{'subtle':>9}"
    )
    for kind, family in sorted({(r.kind, r.family) for r in results}):
        group = [r for r in results if (r.kind, r.family) == (kind, family)]
        lines.append(f"{family:18}{kind:8}" + _counts(group))
    for kind in ("defect", "lawful"):
        group = [r for r in results if r.kind == kind]
        lines.append(f"{'all':18}{kind:8}" + _counts(group))
    if results:
        longest = max(results, key=lambda r: r.seconds)
        mean = sum(r.seconds for r in results) / len(results)
        lines.append(
            f"mean {mean:.1f} s, longest {longest.seconds:.1f} s ({longest.name})"
        )
    return "\n".join(lines)


def _counts(group: list[Result]) -> str:
    def share(part: list[Result]) -> str:
        return f"{sum(r.right for r in part)}/{len(part)}"

    right = sum(r.right for r in group)
    plain = share([r for r in group if not r.subtle])
    subtle = share([r for r in group if r.subtle])
    return f"{right:7}{len(group):6}{plain:>9}{subtle:>9}"


def main() -> int:
    """Run the command; exit 1 when anything survived or a variant alarmed."""
    parser = argparse.ArgumentParser(prog="python -m tests.adversary.survey")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", metavar="GLOB", default="*")
    parser.add_argument("--kind", choices=("defect", "lawful"))
    parser.add_argument("--json", metavar="FILE", type=Path)
    parser.add_argument("--rerun", action="store_true", help="run what is done again")
    parser.add_argument("--command", default=COMMAND, help=f"default: {COMMAND}")
    wish = parser.parse_args()
    record = Record(wish.json, rerun=wish.rerun)

    def one(item: Defect | Variant) -> Result:
        result = record.done(item.name)
        if result is None:
            result = run(item, wish.command)
            record.keep(result)
            mark = "ok  " if result.right else "MISS"
            failed = ",".join(result.failed[:4])
            sys.stdout.write(
                f"{mark} {item.name} exit {result.exit} {result.seconds}s {failed}\n"
            )
            sys.stdout.flush()
        return result

    with ThreadPoolExecutor(wish.jobs) as pool:
        results = list(pool.map(one, chosen(wish.only, wish.kind)))
    sys.stdout.write(table(results) + "\n")
    return 0 if all(result.right for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
