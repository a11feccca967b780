"""Run a coroutine on an event loop of its own, and leave nothing of it behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

# What still runs when the main coroutine has ended (a thread cannot be cancelled)
# is given this long, each of tasks and threads.
_GRACE_SECONDS = 0.25


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Return a loop of uvloop, where it is installed, or of asyncio."""
    try:
        # Optional, and never needed where the server is only imported.
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run ``main`` to its end; unlike ``asyncio.run``, never wait without bound."""
    loop = new_event_loop()
    executor = ThreadPoolExecutor(thread_name_prefix="mockserver")
    loop.set_default_executor(executor)
    try:
        try:
            loop.run_until_complete(main())
        finally:
            loop.run_until_complete(_cancel_the_rest())
            loop.run_until_complete(loop.shutdown_asyncgens())
            _end_threads(executor)
    finally:
        loop.close()


async def _cancel_the_rest() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    if rest:
        await asyncio.wait(rest, timeout=_GRACE_SECONDS)


def _end_threads(executor: ThreadPoolExecutor) -> None:
    # The executor's own waiting has no bound, so it is done by a thread that need
    # not be waited for.
    waiter = threading.Thread(
        target=executor.shutdown, kwargs={"cancel_futures": True}, daemon=True
    )
    waiter.start()
    waiter.join(_GRACE_SECONDS)
