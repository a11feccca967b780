"""The end of what a command writes, however much it writes."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import IO

_CHUNK = 64 * 1024


class Tail:
    """Reads a stream in a thread of its own, and keeps the last `keep` bytes or so.

    `beyond` is called, once, when more than `most` bytes have come; they are read on,
    as a writer that nobody reads would wait.
    """

    def __init__(
        self, stream: IO[bytes], *, keep: int, most: int, beyond: Callable[[], None]
    ) -> None:
        self._stream, self._keep, self._most = stream, keep, most
        self._beyond = beyond
        self._chunks: deque[bytes] = deque()
        self._kept = 0
        self.written = 0
        """How many bytes have come."""
        # A daemon: who has left the command's group may hold the pipe for ever.
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def text(self, *, within: float) -> str:
        """Return the end of what was written, after waiting for it so many seconds."""
        self._thread.join(within)
        content = b"".join(tuple(self._chunks))[-self._keep :]
        if self.written > len(content):
            content = content.partition(b"\n")[2] or content
        return content.decode("utf-8", "replace")

    def _read(self) -> None:
        with self._stream as stream:
            while chunk := stream.read1(_CHUNK):  # type: ignore[attr-defined]
                self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        within = self.written <= self._most
        self.written += len(chunk)
        self._chunks.append(chunk)
        self._kept += len(chunk)
        while self._kept - len(self._chunks[0]) >= self._keep:
            self._kept -= len(self._chunks.popleft())
        if within and self.written > self._most:
            self._beyond()
