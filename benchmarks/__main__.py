"""``python -m benchmarks``: run the measures, print the table, keep it as JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.measures import MEASURES, Scale
from benchmarks.peers import peers
from benchmarks.process import pin
from benchmarks.table import Row, keep, render


def main() -> int:
    """Run; return 1 with ``--check`` if a row is over its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--select",
        nargs="*",
        choices=[*MEASURES, "peers"],
        metavar="NAME",
        help=f"only these: {', '.join([*MEASURES, 'peers'])}",
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds, a smaller list"
    )
    parser.add_argument(
        "--json", type=Path, default=Path("benchmarks/results.json"), metavar="FILE"
    )
    parser.add_argument(
        "--peers",
        type=Path,
        default=Path("benchmarks/node_modules"),
        metavar="DIR",
        help="where Prism and Mockoon are installed (npm install in benchmarks/)",
    )
    parser.add_argument(
        "--check", action="store_true", help="exit 1 if a row is over its limit"
    )
    told = parser.parse_args()
    scale = Scale(rounds=3, requests=960, images=50_000) if told.quick else Scale()
    pin(-1)
    rows: list[Row] = []
    for name, measure in MEASURES.items():
        if told.select and name not in told.select:
            continue
        sys.stderr.write(f"{name} ...\n")
        rows += measure(scale)
    if not told.select or "peers" in told.select:
        sys.stderr.write("peers ...\n")
        rows += peers(scale, told.peers)
    keep(rows, told.json)
    sys.stdout.write(render(rows) + "\n")
    return int(told.check and any(row.is_over for row in rows))


if __name__ == "__main__":
    sys.exit(main())
