"""Any order of calls, and restarts, against lists."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mockserver.storage.memory import MemoryStorage
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event, Image, Transaction
from mockserver.storage.sqlite import open_sqlite
from tests.storage.samples import account, image, opening, transaction, uuid

texts = st.text(st.characters(exclude_categories=()), max_size=12)
offsets = st.integers(0, 12)


class MemoryMachine(RuleBasedStateMachine):
    """A storage in memory and what it should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.storage: Storage = self.open()
        self.images: list[list[Image]] = []
        self.ledgers: list[list[Transaction]] = []
        self.draws: list[int] = []
        self.made = 0

    def open(self) -> Storage:
        return MemoryStorage()

    def pick(self, data: Any) -> int:
        number: int = data.draw(st.integers(0, len(self.ledgers) - 1))
        return number

    def event(self, data: Any, number: int, draws: int) -> Event:
        """Draw an event that is sound after ``draws``."""
        self.made += 1
        style = data.draw(st.none() | texts)
        made = image(self.made, prompt=data.draw(texts), style=style)
        spent = transaction(self.made, amount=-1, description=data.draw(texts))
        given = transaction(self.made, id=uuid(5, self.made), amount=1)
        kind = data.draw(st.sampled_from(["made", "failed", "granted", "empty"]))
        draws += data.draw(st.integers(0, 3))
        if kind == "made":
            return Event(draws, made, (given, spent))
        return Event(
            draws,
            None,
            {"failed": (spent, given), "granted": (given,), "empty": ()}[kind],
        )

    def expect(self, number: int, event: Event) -> None:
        if event.image is not None:
            self.images[number].append(event.image)
        self.ledgers[number] += event.transactions
        self.draws[number] = event.draws

    @rule(amount=st.integers(0, 5))
    def add_account(self, amount: int) -> None:
        number = len(self.ledgers)
        self.storage.add_account(account(number), opening(number, amount))
        self.images.append([])
        self.ledgers.append([opening(number, amount)])
        self.draws.append(0)

    @precondition(lambda self: self.ledgers)
    @rule(data=st.data())
    def record(self, data: st.DataObject) -> None:
        number = self.pick(data)
        event = self.event(data, number, self.draws[number])
        self.storage.record(number, event)
        self.expect(number, event)

    @precondition(lambda self: self.ledgers)
    @rule(data=st.data(), count=st.integers(0, 3), broken=st.booleans())
    def record_many(self, data: st.DataObject, count: int, broken: bool) -> None:
        number = self.pick(data)
        draws = self.draws[number]
        events = []
        for _ in range(count):
            events.append(self.event(data, number, draws))
            draws = events[-1].draws
        if broken:
            self.refuse(number, events)
            return
        self.storage.record_many(number, iter(events))
        for event in events:
            self.expect(number, event)

    def refuse(self, number: int, events: list[Event]) -> None:
        """Record events of which the last is unsound; nothing is expected."""
        try:
            self.storage.record_many(number, [*events, Event(-1, None, ())])
        except AssertionError:
            return
        raise RuntimeError("an unsound event was recorded")

    @precondition(lambda self: self.ledgers)
    @rule(data=st.data(), limit=offsets, offset=offsets)
    def read_pages(self, data: st.DataObject, limit: int, offset: int) -> None:
        number = self.pick(data)
        for read, expected in (
            (self.storage.images, self.images[number]),
            (self.storage.transactions, self.ledgers[number]),
        ):
            total, page = read(number, limit=limit, offset=offset)
            assert total == len(expected)
            assert list(page) == expected[::-1][offset : offset + limit]

    @invariant()
    def counters_hold(self) -> None:
        assert [one.number for one in self.storage.accounts()] == list(
            range(len(self.ledgers))
        )
        for number, ledger in enumerate(self.ledgers):
            assert self.storage.draws(number) == self.draws[number]
            assert self.storage.balance(number) == sum(one.amount for one in ledger)
            assert self.storage.image_count(number) == len(self.images[number])

    @invariant()
    def every_image_is_found(self) -> None:
        for number, images in enumerate(self.images):
            for one in images:
                assert self.storage.image(number, one.id) == one

    def teardown(self) -> None:
        self.storage.close()


class SqliteMachine(MemoryMachine):
    """The same with a file, which is closed and opened again."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        super().__init__()

    def open(self) -> Storage:
        return open_sqlite(self.folder / "state.db", seed=7)

    @rule()
    def restart(self) -> None:
        self.storage.close()
        assert [one.name for one in self.folder.iterdir()] == ["state.db"]
        self.storage = self.open()

    def teardown(self) -> None:
        super().teardown()
        shutil.rmtree(self.folder)


TestMemory = MemoryMachine.TestCase
TestMemory.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestSqlite = SqliteMachine.TestCase
TestSqlite.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
