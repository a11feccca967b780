"""List the catalogue, or serve one entry of it."""

from __future__ import annotations

import argparse
import contextlib
import sys

from tests.adversary.catalogue import ENTRIES, build, entry
from tests.adversary.entries import Defect
from tests.adversary.serving import Serving


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.adversary")
    parser.add_argument("--list", action="store_true", help="list all entries")
    parser.add_argument("--serve", metavar="NAME", help="serve an entry, or `correct`")
    parser.add_argument("--port", type=int, default=0)
    wish = parser.parse_args()
    if wish.list:
        for item in ENTRIES:
            defect = isinstance(item, Defect)
            kind = "defect" if defect else "lawful"
            depth = "subtle" if isinstance(item, Defect) and item.subtle else "plain"
            line = (item.name, kind, item.family, depth, item.text)
            sys.stdout.write("\t".join(line) + "\n")
        return 0
    if wish.serve is None:
        parser.error("give --list or --serve NAME")
    try:
        entry(wish.serve)
    except KeyError as error:
        parser.error(str(error.args[0]))
    with Serving(build(wish.serve), port=wish.port) as serving:
        sys.stdout.write(f"listening on {serving.url}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            serving.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
