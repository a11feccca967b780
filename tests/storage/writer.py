"""A process that records, acknowledges each event on its output, and is killed.

Run as ``python -m tests.storage.writer PATH``: it goes on from what is there.
"""

from __future__ import annotations

import os
import sys

from mockserver.storage.sqlite import open_sqlite
from tests.storage.samples import account, failure, generation, opening


def main(path: str) -> None:
    storage = open_sqlite(path, seed=1)
    if not storage.accounts():
        storage.add_account(account(), opening())
    os.write(1, b"open\n")
    while True:
        number = storage.draws(0)
        if number % 50 == 49:
            # A batch fills more pages than fit in SQLite's cache at a time.
            batch = [generation(number + step) for step in range(40)]
            storage.record_many(0, batch)
        else:
            storage.record(0, (generation, failure)[number % 2](number))
        os.write(1, b"%d\n" % storage.draws(0))


if __name__ == "__main__":
    main(sys.argv[1])
