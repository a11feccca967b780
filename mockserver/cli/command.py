"""The command itself: read, build, serve, exit."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence

from mockserver.cli.arguments import Arguments, UsageError, read_arguments

_log = logging.getLogger("mockserver")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code (0, 1 failure, 2 wrong usage)."""
    try:
        told = read_arguments(
            sys.argv[1:] if arguments is None else arguments, os.environ
        )
    except UsageError as error:
        _complain(f"{error}\ntry mockserver --help")
        return 2
    except BrokenPipeError:
        # The reader of a list has gone; nothing is left to flush at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return _serve(told)


def _serve(told: Arguments) -> int:
    # Nothing of what loading makes is garbage, so it is not searched for any, now or
    # at each later collection.
    gc.disable()
    # Loaded only now, so that --help and wrong usage answer at once.
    from mockserver.app import build
    from mockserver.cli.banner import banner
    from mockserver.cli.logs import configure
    from mockserver.cli.notices import grouped
    from mockserver.errors import MockServerError
    from mockserver.server import announce, serve

    configure(told.log_level, told.log_format)
    try:
        mock = build(told.document, settings=told.settings)
    except MockServerError as error:
        _complain(str(error))
        return 1
    for line in grouped(mock.document.notices):
        _log.warning("warning: %s", line)
    for notice in mock.document.notices:
        _log.debug("%s", notice)
    if told.settings.seed is None:
        # Whatever the level: without the seed the run cannot be repeated.
        _log.log(max(logging.INFO, _log.getEffectiveLevel()), "seed %s", mock.seed)

    def ready(url: str) -> None:
        gc.freeze()
        gc.enable()
        announce(url)
        if sys.stderr.isatty():
            sys.stderr.write(banner(mock, url))

    return serve(
        mock.app,
        host=told.host,
        port=told.port,
        uds=told.uds,
        port_file=told.port_file,
        on_ready=ready,
    )


def _complain(message: str) -> None:
    sys.stderr.write(f"mockserver: {message}\n")
