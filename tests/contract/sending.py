"""A wire as a run has it, with time that only passes when it is slept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from contract_tests.contract.document import Contract, load
from contract_tests.pacing import Pace
from contract_tests.tape.exchange import Exchange, Fields, Intent, Picture, Role
from contract_tests.wire import Outgoing, Wire

KEY = "gi_live_7Qm2vXc9RtLb4KdYw8"
SECOND_KEY = "gi_live_b3JfUe6TgAr1VxNq0M"
CONTRACT: Contract = load()


@dataclass(slots=True)
class StoppedTime:
    """A clock that stands still but for sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass(slots=True)
class Sending:
    """A wire with what it put on the tape."""

    wire: Wire
    exchanges: list[Exchange]
    pictures: list[tuple[Picture, bytes]]
    time: StoppedTime

    def get(
        self, target: str = "/api/v1/account", *, seconds: float = 10.0
    ) -> Exchange:
        return self.send("GET", target, seconds=seconds)

    def post(self, body: bytes = b"{}", *, seconds: float = 10.0) -> Exchange:
        return self.send("POST", "/api/v1/images/generate", body=body, seconds=seconds)

    def send(
        self,
        method: str,
        target: str,
        *,
        body: bytes | None = None,
        seconds: float = 10.0,
        headers: Fields = (("Authorization", f"Bearer {KEY}"),),
    ) -> Exchange:
        intent = Intent("test", "TEST")
        return self.wire.send(
            Outgoing(method, target, Role.MAIN, intent, seconds, headers, body)
        )


@contextmanager
def sending(
    url: str,
    *,
    keys: dict[str, str] | None = None,
    longest_wait: float = 60.0,
    **options: Any,
) -> Iterator[Sending]:
    """Open a wire to a URL."""
    exchanges: list[Exchange] = []
    pictures: list[tuple[Picture, bytes]] = []
    time = StoppedTime()
    pace = Pace(clock=time.clock, sleep=time.sleep, longest_wait=longest_wait)
    with Wire(
        url,
        contract=CONTRACT,
        keys={"main": KEY, "second": SECOND_KEY} if keys is None else keys,
        headers=(("User-Agent", "contract-tests/0 (test)"),),
        pace=pace,
        take=exchanges.append,
        take_picture=lambda picture, content: pictures.append((picture, content)),
        **options,
    ) as wire:
        yield Sending(wire, exchanges, pictures, time)
