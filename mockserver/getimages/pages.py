"""Pages of rows that never change, written once.

A row is never changed or removed, and a page counts from the newest, so the
total tells whether a page is still the same. Clients ask for the same few pages
again and again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

# A page of 100 rows takes some 100 KiB as Python objects, one of 20 some 20 KiB.
_PAGES = 64

Key = tuple[str, int, int, int, int]


class Pages:
    """The latest pages, by list, account, total, limit and offset."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, dict[str, Any]] = OrderedDict()
        self._lock = Lock()

    def page(self, key: Key, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return the page, made if it is not kept; nobody may change it."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
                return page
        page = make()
        with self._lock:
            self._pages[key] = page
            if len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        return page
