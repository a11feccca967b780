"""What whole runs cost, counted by the deployment that took it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contract_tests.run import carry_out
from contract_tests.settings import Depth, Settings
from contract_tests.tape.ndjson import Tape
from tests.contract.till import (
    FACTS,
    KEY,
    POOR_KEY,
    SECOND_KEY,
    Habits,
    Till,
    open_till,
)

DOCUMENTED = {"GET", "POST"}


def run(
    till: Till,
    *,
    level: Depth = Depth.SMOKE,
    max_credits: int = 0,
    max_images: int | None = None,
    read_only: bool = False,
) -> Tape:
    """Carry out a run with all keys, at level smoke unless told otherwise."""
    tape, _ = carry_out(
        Settings(
            till.url,
            KEY,
            second_api_key=SECOND_KEY,
            poor_api_key=POOR_KEY,
            seed=1,
            level=level,
            max_credits=max_credits,
            max_images=max_images,
            read_only=read_only,
        )
    )
    return tape


@pytest.mark.parametrize("level", [Depth.SMOKE, Depth.STANDARD])
@pytest.mark.parametrize("history", [True, False], ids=["history", "no history"])
def test_without_a_budget_a_run_costs_nothing(level: Depth, history: bool) -> None:
    with open_till(Habits(history=history)) as till:
        tape = run(till, level=level)

    assert till.taken == 0
    assert tape.end.spending.credits == 0
    assert set(till.methods) == DOCUMENTED


@pytest.mark.parametrize("level", [Depth.SMOKE, Depth.STANDARD])
def test_read_only_sends_nothing_but_get(level: Depth) -> None:
    with open_till() as till:
        run(till, level=level, read_only=True)

    assert set(till.methods) == {"GET"}
    assert till.taken == 0


@pytest.mark.parametrize("max_credits", [1, 10, 60])
def test_what_is_told_is_what_was_taken(max_credits: int) -> None:
    with open_till() as till:
        tape = run(till, level=Depth.STANDARD, max_credits=max_credits)

    spending = tape.end.spending
    assert spending.credits == till.taken <= max_credits
    assert spending.reserved == spending.accidents == 0
    assert set(till.methods) == DOCUMENTED


@pytest.mark.parametrize("max_images", [0, 2])
def test_no_more_images_are_bought_than_allowed(max_images: int) -> None:
    with open_till() as till:
        before = sum(len(each.images) for each in till.accounts.values())
        run(till, level=Depth.STANDARD, max_credits=60, max_images=max_images)
        after = sum(len(each.images) for each in till.accounts.values())

    assert after - before <= max_images


BAD = {
    "every image is charged and dropped": Habits(dropped=1),
    "every image fails and is refunded": Habits(failed=1),
    "every image fails and is charged": Habits(failed=1, refunded=False),
    "every refusal is charged": Habits(charged_refusal=1),
    "some refusals are charged": Habits(charged_refusal=0.2),
    "every refusal is served": Habits(served_refusal=1),
    "some refusals are served": Habits(served_refusal=0.2),
    "refusals are charged, prices unknown": Habits(charged_refusal=1, history=False),
}


@pytest.mark.parametrize("habits", BAD.values(), ids=BAD)
@pytest.mark.parametrize("max_credits", [0, 20])
def test_a_bad_target_takes_one_image_too_many_at_most(
    habits: Habits, max_credits: int
) -> None:
    with open_till(habits) as till:
        run(till, max_credits=max_credits)

    assert till.taken <= max_credits + till.dearest


chances = st.sampled_from([0.0, 0.0, 0.2, 1.0])
habits_of_targets = st.builds(
    Habits,
    prices=st.fixed_dictionaries(dict.fromkeys(FACTS.models, st.integers(0, 9))),
    history=st.booleans(),
    dropped=chances,
    failed=chances,
    refunded=st.booleans(),
    charged_refusal=chances,
    served_refusal=chances,
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    habits=habits_of_targets,
    max_credits=st.sampled_from([0, 3, 10, 25, 60]),
    seed=st.integers(0, 2**16),
)
@example(
    habits=Habits(
        dropped=0.3, failed=0.3, refunded=False, charged_refusal=0.2, served_refusal=1
    ),
    max_credits=10,
    seed=990,
)
@example(
    habits=Habits(history=False, failed=1, refunded=False, charged_refusal=1),
    max_credits=25,
    seed=303,
)
def test_any_target_takes_one_image_too_many_at_most(
    habits: Habits, max_credits: int, seed: int
) -> None:
    with open_till(habits, seed=seed) as till:
        run(till, max_credits=max_credits)

    assert till.taken <= max_credits + till.dearest
    assert set(till.methods) <= DOCUMENTED
