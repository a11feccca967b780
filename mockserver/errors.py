"""Everything that the mock server raises on purpose.

::

    MockServerError
    ├── DocumentError       the document cannot be honoured (pointer and reason)
    ├── SettingsError       an option, environment variable or argument is wrong
    ├── StateFileError      the state file is refused (and left as it was)
    ├── StorageError        an event could not be written (and is not recorded)
    └── ServerError         the server could not start or stop

A message names the value, the place and the way out; it never holds an API key.
"""

from __future__ import annotations


class MockServerError(Exception):
    """The root of this package's exceptions."""


class DocumentError(MockServerError):
    """An OpenAPI document that cannot be loaded or honoured.

    ``pointer`` is a JSON pointer (RFC 6901) into the document, ``reason`` says
    what is wrong there and what would be right.
    """

    def __init__(self, pointer: str, reason: str, *, source: str = "") -> None:
        self.pointer = pointer
        self.reason = reason
        self.source = source
        place = f"{source}#{pointer}" if pointer or not source else source
        super().__init__(f"{place}: {reason}")


class SettingsError(MockServerError):
    """A setting whose value cannot be used; the message names both.

    ``field`` is the setting's name in :class:`mockserver.Settings`, if it is one's.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class StateFileError(MockServerError):
    """A state file that is refused; nothing in it or beside it was changed."""


class StorageError(MockServerError):
    """State that could not be written, for example because the disk is full.

    Nothing of the event was recorded, in memory or on disk.
    """


class ServerError(MockServerError):
    """A server that could not start, for example because the port is taken."""
