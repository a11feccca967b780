from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mockserver.protocol import Limits, Parser
from mockserver.server import ServerThread
from tests.server.program import Program

Serve = Callable[..., ServerThread]
Run = Callable[..., Program]


@pytest.fixture(params=["httptools", "h11"])
def parser(request: pytest.FixtureRequest) -> Parser:
    name: Parser = request.param
    pytest.importorskip(name)
    return name


@pytest.fixture
def serve(parser: Parser) -> Iterator[Serve]:
    """Start a server; limits are given by name."""
    with ExitStack() as stack:

        def start(app: Any, **limits: Any) -> ServerThread:
            server = ServerThread(
                app, parser=parser, limits=Limits(**limits), drain_seconds=0.2
            )
            return stack.enter_context(server)

        yield start


@pytest.fixture
def run() -> Iterator[Run]:
    """Run the foreground program with arguments."""
    with ExitStack() as stack:

        def start(*arguments: str | Path) -> Program:
            program = Program(*arguments)
            stack.enter_context(program.process)
            stack.callback(program.process.kill)
            return program

        yield start
