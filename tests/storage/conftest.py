from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mockserver.storage.memory import MemoryStorage
from mockserver.storage.protocol import Storage
from mockserver.storage.sqlite import open_sqlite


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """Return an empty storage of each kind."""
    made: Storage = (
        MemoryStorage()
        if request.param == "memory"
        else open_sqlite(tmp_path / "state.db", seed=1)
    )
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a state file may be made, in a folder with nothing else in it."""
    folder = tmp_path / "states"
    folder.mkdir()
    return folder / "state.db"
