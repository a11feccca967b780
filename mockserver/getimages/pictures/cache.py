"""A cache of finished pictures, bounded by bytes; least recently used goes first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from mockserver.getimages.pictures.spec import PictureSpec

# What an entry costs beside the picture: the key, its strings, the table.
ENTRY_OVERHEAD = 1024


class PictureCache:
    """Keeps the latest pictures; safe to use from several threads."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._used = 0
        self._pictures: OrderedDict[PictureSpec, bytes] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, spec: PictureSpec) -> bool:
        return spec in self._pictures

    def get(self, spec: PictureSpec) -> bytes | None:
        """Return the picture, or None; a hit makes it the latest."""
        with self._lock:
            picture = self._pictures.get(spec)
            if picture is not None:
                self._pictures.move_to_end(spec)
            return picture

    def put(self, spec: PictureSpec, picture: bytes) -> None:
        """Keep the picture, unless it alone is larger than the cache."""
        cost = len(picture) + ENTRY_OVERHEAD
        if cost > self._capacity:
            return
        with self._lock:
            if spec in self._pictures:
                return
            self._pictures[spec] = picture
            self._used += cost
            while self._used > self._capacity:
                _, dropped = self._pictures.popitem(last=False)
                self._used -= len(dropped) + ENTRY_OVERHEAD
