"""The table: a row for each target, with what was measured."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One measured value; ``limit`` is the most that it should be, if any is set."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the value is above its limit."""
        return self.limit is not None and self.value > self.limit


def render(rows: Iterable[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = ["| what | measured | at most | |", "| --- | --- | --- | --- |"]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:g} {row.unit}".strip()
        mark = "**over**" if row.is_over else ""
        value = f"{row.value:.2f}" if row.value < 100 else f"{row.value:.0f}"
        told = " ".join(part for part in (mark, row.note) if part)
        lines.append(f"| {row.name} | {value} {row.unit} | {limit} | {told} |")
    return "\n".join(lines)


def keep(rows: Iterable[Row], path: Path) -> None:
    """Write the rows as JSON."""
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
