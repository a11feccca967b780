"""The file that tells other processes which port was taken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mockserver.errors import ServerError


@contextmanager
def port_file(path: Path | None, port: int | None) -> Iterator[None]:
    """Hold the port number in a file while the block runs; None does nothing.

    The file appears with its content, by a rename, so a reader never sees half of
    it. It is removed at the end, unless another server has written it since. Raise
    ServerError when it cannot be written.
    """
    if path is None:
        yield
        return
    if port is None:
        raise ServerError("a Unix socket has no port to write; leave out --port-file")
    content = f"{port}\n"
    _write(path, content)
    try:
        yield
    finally:
        with suppress(OSError):  # at the end, a file that stays is no failure
            if path.read_text() == content:
                path.unlink()


def _write(path: Path, content: str) -> None:
    # Beside the file, because a rename does not cross file systems.
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(content)
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):  # the first failure is the one to tell
            unfinished.unlink()
        raise ServerError(
            f"cannot write the port file {path}: {error.strerror}; "
            "choose another with --port-file"
        ) from error
