"""Plans: sequences of free requests that Hypothesis draws, sent between purchases.

A plan is drawn whole before anything is sent, and carried out once: a request that
costs money inside `@given` would be repeated for every failure. What a plan finds is
judged by the clauses that look at every exchange, and shrunk from the tape.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hypothesis import strategies as st

from contract_tests.contract.document import ACCOUNT, GET, LIST, USAGE
from contract_tests.phases.drawing import drawn
from contract_tests.phases.unknown import BAD_LIMITS
from contract_tests.session import Query, Session, image_of
from contract_tests.tape.exchange import Expects

PROBE = "PLAN-1"


class Command(StrEnum):
    """What a step of a plan does."""

    LIST = "list"
    USAGE = "usage"
    GET = "get"
    METADATA = "metadata"
    ACCOUNT = "account"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Step:
    """One free request; the numbers are read modulo what there is."""

    command: Command
    first: int
    second: int


def draw(number: int, *, steps: int) -> list[Step]:
    """Return a plan of so many steps; the same seed gives the same plan."""
    numbers = st.integers(0, 10_000)
    step = st.builds(Step, st.sampled_from(Command), numbers, numbers)
    plan = st.lists(step, min_size=steps, max_size=steps)
    # The first plans that Hypothesis draws are the simplest.
    plans = drawn(plan, number=number, many=5)
    return max(plans, key=lambda each: len({(one.command, one.first) for one in each}))


def send(session: Session, step: Step) -> None:
    """Carry out one step."""
    if step.command in (Command.LIST, Command.USAGE):
        operation = LIST if step.command is Command.LIST else USAGE
        page = session.facts.pages[operation]
        # A total is some tens at least, and pages beyond it are of little interest.
        query = {"limit": 1 + step.first % page.maximum, "offset": step.second % 40}
        session.read(operation, probe=PROBE, case=str(step.command), query=query)
    elif step.command is Command.ACCOUNT:
        session.read(ACCOUNT, probe=PROBE, case="account")
    elif step.command is Command.BAD:
        operation = (LIST, USAGE)[step.second % 2]
        value = BAD_LIMITS[step.first % len(BAD_LIMITS)]
        session.read(
            operation,
            probe="PAG-04",
            case=f"limit={value}, in a plan",
            query={"limit": value},
            expects=Expects.REFUSAL,
            subject="query.limit",
        )
    elif session.bought:
        bought = session.bought[step.first % len(session.bought)]
        if identity := image_of(bought):
            metadata = step.command is Command.METADATA
            shown: Query = {"format": "metadata"} if metadata else {}
            session.read(
                GET,
                probe=PROBE,
                case=str(step.command),
                image=identity,
                query=shown,
                role=bought.role,
            )
