"""The processes that carry trials out: silent, and gone when the proof is."""

from __future__ import annotations

import logging
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


@contextmanager
def workers(jobs: int) -> Iterator[Executor]:
    """Yield an executor of so many processes; an exception in the block ends them at once.

    What they leave in temporary files is removed with them.
    """
    before = set(active_children())
    with tempfile.TemporaryDirectory(prefix="contract-tests-") as folder:
        executor = _Workers(
            jobs,
            mp_context=get_context("spawn"),
            initializer=_begin,
            initargs=(folder,),
        )
        try:
            yield executor
        except BaseException:
            for child in set(active_children()) - before:
                # They begin with SIGTERM blocked, and leave nothing that is not removed.
                child.kill()
            raise
        finally:
            executor.shutdown(cancel_futures=True)


_ENDING = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if hasattr(signal, name)
]


class _Workers(ProcessPoolExecutor):
    """Starts its processes whole, and deaf to Ctrl-C, which goes to all of a terminal.

    One whose start is cut off, or that is interrupted while it loads its modules, would
    write a traceback to the screen.
    """

    def submit(
        self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Future[_T]:
        if not hasattr(signal, "pthread_sigmask"):  # Windows
            return super().submit(fn, *args, **kwargs)
        # A process begins with the mask of the thread that starts it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(folder: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    tempfile.tempdir = folder
    # A defect is announced, and some make the server complain, which nobody here reads.
    for name in ("mockserver", "uvicorn"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
