"""Every option of the command, as one table.

The table makes the parser, its ``--help`` and the environment variables: an
option is read from ``MOCKSERVER_<OPTION>`` where it is not given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from mockserver.cli import values


class Kind(Enum):
    """How an option is given."""

    ONE = "one value"
    MANY = "one value each time"
    FLAG = "no value"
    SWITCH = "no value, and a --no- twin"


@dataclass(frozen=True, slots=True)
class Option:
    """An option; ``read`` turns a text into the value of ``field``.

    ``read`` takes a list of texts for Kind.MANY. It raises ValueError with what
    would be right. ``group`` is a heading of ``--help``.
    """

    flags: tuple[str, ...]
    field: str
    group: str
    help: str
    read: Callable[[Any], Any]
    kind: Kind = Kind.ONE
    metavar: str | None = None
    by_hand: bool = False
    """Whether the environment cannot turn it on: nobody shall find it on by accident."""

    @property
    def name(self) -> str:
        """The long flag, as messages call the option."""
        return self.flags[-1]

    @property
    def variable(self) -> str:
        """The environment variable of the option."""
        return "MOCKSERVER_" + self.name.removeprefix("--").replace("-", "_").upper()


def _option(
    flags: str,
    field: str,
    group: str,
    help: str,
    read: Callable[[Any], Any],
    *,
    kind: Kind = Kind.ONE,
    metavar: str | None = None,
    by_hand: bool = False,
) -> Option:
    spellings = tuple(flags.split("/"))
    return Option(spellings, field, group, help, read, kind, metavar, by_hand)


_LISTENING = "listening"
_ACCOUNTS = "accounts and money"
_PICTURES = "pictures"
_BEHAVIOUR = "behaviour"
_BREACHES = "breaches and oddities"
_LOG = "log"

OPTIONS: Sequence[Option] = (
    _option(
        "-p/--port",
        "port",
        _LISTENING,
        "port (4010; 0: a free one)",
        values.port,
        metavar="PORT",
    ),
    _option(
        "--host",
        "host",
        _LISTENING,
        "address (127.0.0.1)",
        values.text,
        metavar="ADDRESS",
    ),
    _option(
        "--port-file",
        "port_file",
        _LISTENING,
        "write the port to this file when ready",
        values.path,
        metavar="PATH",
    ),
    _option(
        "--uds",
        "uds",
        _LISTENING,
        "listen on a Unix socket instead",
        values.path,
        metavar="PATH",
    ),
    _option(
        "--api-key",
        "api_keys",
        _ACCOUNTS,
        "one more valid key, with an account of its own (repeatable)",
        values.api_keys,
        kind=Kind.MANY,
        metavar="KEY[=CREDITS]",
    ),
    _option(
        "--credits",
        "credits",
        _ACCOUNTS,
        "opening credits of an account (1000)",
        values.whole,
        metavar="CREDITS",
    ),
    _option(
        "--auth",
        "auth",
        _ACCOUNTS,
        "strict: known keys only; any: every key is an account (strict)",
        values.text,
        metavar="strict|any",
    ),
    _option(
        "--no-magic",
        "no_magic",
        _ACCOUNTS,
        "take the well-known keys away",
        values.boolean,
        kind=Kind.FLAG,
    ),
    _option(
        "--price",
        "prices",
        _ACCOUNTS,
        "price of a model (repeatable)",
        values.prices,
        kind=Kind.MANY,
        metavar="MODEL=CREDITS",
    ),
    _option(
        "--price-file",
        "price_file",
        _ACCOUNTS,
        "prices from a JSON file, an object of MODEL: CREDITS",
        values.price_file,
        metavar="PATH",
    ),
    _option(
        "--rate-limit",
        "rate_limit",
        _ACCOUNTS,
        "requests of an account in a time, such as 20/1s (no limit)",
        values.rate_limit,
        metavar="REQUESTS/TIME",
    ),
    _option(
        "--picture",
        "picture",
        _PICTURES,
        "captioned, or plain for speed (captioned)",
        values.text,
        metavar="captioned|plain",
    ),
    _option(
        "--picture-size",
        "picture_size",
        _PICTURES,
        "longer side in pixels, 16 to 4096 (1024)",
        values.whole,
        metavar="PIXELS",
    ),
    _option(
        "--picture-format",
        "picture_format",
        _PICTURES,
        "file format (png)",
        values.text,
        metavar="png|jpeg|webp",
    ),
    _option(
        "--images",
        "images",
        _PICTURES,
        "the good account and those of --api-key start with N older generations (0)",
        values.whole,
        metavar="N",
    ),
    _option(
        "--seed",
        "seed",
        _BEHAVIOUR,
        "make ids, values and pictures repeatable (random)",
        values.whole,
        metavar="N",
    ),
    _option(
        "--state",
        "state",
        _BEHAVIOUR,
        "keep the state in this SQLite file over restarts (memory only)",
        values.path,
        metavar="FILE",
    ),
    _option(
        "--latency",
        "latency",
        _BEHAVIOUR,
        "wait before each answer: 200, 1.5s, or 100-300 (0)",
        values.latency,
        metavar="MILLISECONDS",
    ),
    _option(
        "--strict",
        "strict",
        _BEHAVIOUR,
        "answer 500 where a reply would break the document",
        values.boolean,
        kind=Kind.FLAG,
    ),
    _option(
        "--cors",
        "cors",
        _BEHAVIOUR,
        "let browsers read answers from any origin (on)",
        values.boolean,
        kind=Kind.SWITCH,
    ),
    _option(
        "--max-request-body-size",
        "max_request_body_size",
        _BEHAVIOUR,
        "bytes of a request body (1048576)",
        values.whole,
        metavar="BYTES",
    ),
    _option(
        "--defect",
        "defects",
        _BREACHES,
        "break the contract on purpose (repeatable; --list-defects)",
        list,
        kind=Kind.MANY,
        metavar="NAME",
        by_hand=True,
    ),
    _option(
        "--variant",
        "variants",
        _BREACHES,
        "be odd and lawful (repeatable; --list-variants)",
        list,
        kind=Kind.MANY,
        metavar="NAME",
        by_hand=True,
    ),
    _option(
        "--log-level",
        "log_level",
        _LOG,
        "least level that is logged to stderr (info)",
        values.log_level,
        metavar="debug|info|warning|error|critical",
    ),
    _option(
        "--log-format",
        "log_format",
        _LOG,
        "how log lines are written (text)",
        values.log_format,
        metavar="text|json",
    ),
)
