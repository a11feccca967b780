"""What every storage does."""

from __future__ import annotations

import gc
import threading
import tracemalloc
from collections.abc import Iterator
from functools import partial

import pytest

from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event
from tests.storage.samples import (
    GRANT,
    account,
    contents,
    failure,
    filled,
    generation,
    image,
    opening,
    transaction,
)

# More than a thousand rows, so that pages lie within and across segments.
MANY = 2_100


def test_a_new_account_holds_its_opening_grant(storage: Storage) -> None:
    storage.add_account(account(), opening())
    assert list(storage.accounts()) == [account()]
    assert storage.transactions(0, limit=20, offset=0) == (1, [opening()])
    assert (storage.balance(0), storage.draws(0)) == (GRANT, 0)
    assert storage.images(0, limit=20, offset=0) == (0, [])
    assert storage.image_count(0) == 0


def test_a_new_account_may_have_a_past(storage: Storage) -> None:
    storage.add_account(account(), opening(), map(generation, range(MANY)))

    assert storage.image_count(0) == storage.draws(0) == MANY
    assert storage.balance(0) == GRANT - 5 * MANY
    assert storage.images(0, limit=1, offset=0)[1] == [image(MANY - 1)]


def test_an_account_whose_past_breaks_off_is_not_added(storage: Storage) -> None:
    def broken() -> Iterator[Event]:
        yield generation(0)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        storage.add_account(account(), opening(), broken())

    assert list(storage.accounts()) == []
    storage.add_account(account(), opening(), [generation(0)])
    assert storage.image_count(0) == 1


def test_a_generation_is_an_image_and_a_deduction(storage: Storage) -> None:
    filled(storage, 1)
    assert storage.images(0, limit=20, offset=0) == (1, [image(0)])
    assert storage.transactions(0, limit=1, offset=0) == (2, [transaction(0)])
    assert (storage.balance(0), storage.draws(0)) == (GRANT - 5, 1)


def test_a_failure_is_a_deduction_and_a_refund(storage: Storage) -> None:
    filled(storage, 0)
    storage.record(0, failure(0))
    deduction, refund = failure(0).transactions
    assert storage.image_count(0) == 0
    assert storage.transactions(0, limit=2, offset=0) == (3, [refund, deduction])
    assert storage.balance(0) == GRANT


@pytest.mark.parametrize(
    ("limit", "offset"),
    [
        pytest.param(20, 0, id="newest"),
        pytest.param(20, 70, id="across segments"),
        pytest.param(1024, 52, id="a whole segment"),
        pytest.param(20, MANY - 20, id="oldest"),
        pytest.param(20, MANY - 5, id="over the end"),
        pytest.param(20, MANY, id="at the end"),
        pytest.param(20, 10**30, id="far past the end"),
        pytest.param(10**30, 0, id="all"),
        pytest.param(0, 3, id="none"),
    ],
)
def test_pages_are_newest_first(storage: Storage, limit: int, offset: int) -> None:
    storage.add_account(account(), opening())
    storage.record_many(0, (generation(number) for number in range(MANY)))
    expected = [image(number) for number in reversed(range(MANY))]
    total, page = storage.images(0, limit=limit, offset=offset)
    assert (total, list(page)) == (MANY, expected[offset : offset + limit])


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"prompt": ""}, id="empty"),
        pytest.param({"prompt": "\0\0", "style": None}, id="NUL in the prompt"),
        pytest.param({"prompt": "3\0x", "style": "a\0b"}, id="NUL in the style"),
        pytest.param({"style": ""}, id="empty style"),
        pytest.param({"prompt": "富士山 🚣 חתול", "style": "é"}, id="other scripts"),
        pytest.param({"prompt": "\ud800 and \udfff"}, id="lone surrogates"),
        pytest.param({"prompt": "x" * 3_000_000}, id="megabytes"),
        pytest.param({"id": "not a UUID"}, id="another kind of id"),
        pytest.param({"thinking_level": None, "look": ""}, id="empty look"),
        pytest.param({"credit_cost": -(2**63), "created_at": 2**63 - 1}, id="extremes"),
    ],
)
def test_an_image_comes_back_as_it_was(
    storage: Storage, changes: dict[str, object]
) -> None:
    filled(storage, 2)
    event = generation(2, **changes)
    assert event.image is not None
    storage.record(0, event)
    storage.record(0, generation(3))
    assert storage.image(0, event.image.id) == event.image
    assert storage.images(0, limit=1, offset=1) == (4, [event.image])


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"reference_id": None}, id="no reference"),
        pytest.param({"reference_id": ""}, id="empty reference"),
        pytest.param({"reference_id": "a\0b"}, id="NUL in the reference"),
        pytest.param({"description": None}, id="no description"),
        pytest.param({"description": "\ud800"}, id="lone surrogate"),
        pytest.param({"amount": 2**62}, id="large amount"),
        pytest.param({"created_at": -1}, id="before 1970"),
    ],
)
def test_a_transaction_comes_back_as_it_was(
    storage: Storage, changes: dict[str, object]
) -> None:
    filled(storage, 0)
    expected = transaction(0, **changes)
    storage.record(0, Event(1, None, (expected,)))
    assert storage.transactions(0, limit=1, offset=0) == (2, [expected])


def test_an_image_is_found_by_its_account_alone(storage: Storage) -> None:
    filled(storage, 1)
    storage.add_account(account(1), opening(1))
    assert storage.image(0, image(0).id) == image(0)
    assert storage.image(1, image(0).id) is None
    assert storage.image(0, image(1).id) is None


def test_accounts_do_not_share_ledgers(storage: Storage) -> None:
    filled(storage, 1)
    storage.add_account(account(1), opening(1, amount=7))
    assert [one.number for one in storage.accounts()] == [0, 1]
    assert (storage.balance(1), storage.draws(1)) == (7, 0)


def _record_each(storage: Storage, number: int, events: list[Event]) -> None:
    for event in events:
        storage.record(number, event)


@pytest.mark.parametrize(
    ("event", "error", "message"),
    [
        pytest.param(
            Event(9, image(1), (transaction(1, amount=2**63),)),
            ValueError,
            "9223372036854775808 credits are beyond 64 bits",
            id="amount too large",
        ),
        pytest.param(
            Event(9, image(1), (transaction(1, created_at=-(2**70)),)),
            ValueError,
            "created_at",
            id="time too early",
        ),
        pytest.param(
            Event(2, image(1, credit_cost=2**63), ()),
            ValueError,
            "9223372036854775808 credits",
            id="cost too large",
        ),
        pytest.param(
            Event(2, image(1, id="a\0b"), ()), ValueError, r"U\+0000", id="NUL in an id"
        ),
        pytest.param(
            Event(9, None, (transaction(1, id="\0"),)),
            ValueError,
            "transaction id",
            id="NUL in a transaction's id",
        ),
        pytest.param(
            Event(9, image(0), ()), AssertionError, "already there", id="id is taken"
        ),
        pytest.param(
            Event(0, image(1), ()), AssertionError, "draws", id="counter goes back"
        ),
        pytest.param(
            Event(9, image(1), (transaction(1, amount=-GRANT),)),
            AssertionError,
            "balance would be -",
            id="balance below 0",
        ),
    ],
)
@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_an_unsound_event_changes_nothing(
    storage: Storage, event: Event, error: type[Exception], message: str, many: bool
) -> None:
    filled(storage, 1)
    before = contents(storage)
    events = [generation(5), generation(6), event] if many else [event]
    record = storage.record_many if many else partial(_record_each, storage)
    with pytest.raises(error, match=message):
        record(0, events)
    assert contents(storage) == before
    assert storage.image(0, image(5).id) is None
    storage.record(0, generation(1))
    assert storage.image(0, image(1).id) == image(1)


@pytest.mark.parametrize("kept", [3, 1024, 1500], ids=["few", "a segment", "more"])
def test_record_many_is_all_or_nothing(storage: Storage, kept: int) -> None:
    filled(storage, 0)
    storage.record_many(0, map(generation, range(kept)))

    def broken() -> Iterator[Event]:
        yield from map(generation, range(kept, kept + 3_000))
        raise RuntimeError("the gallery broke off")

    before = contents(storage)
    with pytest.raises(RuntimeError, match="broke off"):
        storage.record_many(0, broken())
    assert contents(storage) == before
    storage.record(0, generation(kept))
    assert storage.images(0, limit=2, offset=0)[1] == [image(kept), image(kept - 1)]


def test_events_may_be_made_from_what_is_stored(storage: Storage) -> None:
    filled(storage, 1)
    storage.record_many(0, (generation(storage.image_count(0)) for _ in range(3)))
    assert storage.image_count(0) == 4


def test_an_account_out_of_turn_is_our_mistake(storage: Storage) -> None:
    with pytest.raises(AssertionError, match="number 0"):
        storage.add_account(account(1), opening(1))
    assert list(storage.accounts()) == []


def test_threads_see_whole_events(storage: Storage) -> None:
    """The balance and the ledger agree in each page, whatever others record."""
    filled(storage, 0)
    turn = threading.Lock()
    torn: list[int] = []

    def write() -> None:
        for _ in range(200):
            with turn:
                storage.record(0, failure(storage.draws(0)))

    def read() -> None:
        for _ in range(200):
            _, entries = storage.transactions(0, limit=10**6, offset=0)
            if sum(entry.amount for entry in entries) != GRANT:
                torn.append(len(entries))

    threads = [threading.Thread(target=work) for work in (write, read, write, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not torn
    assert storage.transactions(0, limit=0, offset=0)[0] == 801


def test_a_generation_costs_few_bytes(storage: Storage) -> None:
    """A million fit in 560 MiB, and the garbage collector sees next to none of them."""
    filled(storage, 1)
    storage.record_many(0, map(generation, range(1, 2_000)))
    gc.collect()
    objects = len(gc.get_objects())
    tracemalloc.start()
    try:
        storage.record_many(0, map(generation, range(2_000, 22_000)))
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    gc.collect()
    assert size / 20_000 < 450
    assert len(gc.get_objects()) - objects < 500


def test_closing_twice_is_fine(storage: Storage) -> None:
    filled(storage, 1)
    storage.close()
    storage.close()
    assert storage.image(0, image(0).id) == image(0)
