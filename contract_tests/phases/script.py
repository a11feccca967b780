"""The phases of a run, in their order: what is free before what costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from contract_tests.contract.document import ACCOUNT, GET, USAGE
from contract_tests.memory import Memory
from contract_tests.phases import (
    credentials,
    isolation,
    plans,
    poverty,
    preflight,
    purchases,
    reads,
    refusals,
    settling,
    unknown,
)
from contract_tests.session import Query, Session, image_of
from contract_tests.tape.exchange import Exchange, Expects, Role

# Steps of the plan, which lie between the purchases.
_STEPS = 5
_STEPS_DEEP = 120
_REMEMBERED = 5
# Rows that are bought two at once, and after that.
_LAST = 2


@dataclass(frozen=True, slots=True)
class Phase:
    """A named part of a run."""

    name: str
    run: Callable[[], None]


@dataclass(slots=True)
class _Script:
    """The parts, and what the later ones know from the earlier ones."""

    session: Session
    memory: Memory | None
    listed: Exchange | None = None
    older: str | None = None
    plan: list[plans.Step] = field(default_factory=list)
    open_refusals: list[refusals.Refusal] = field(default_factory=list)
    lenient: list[refusals.Refusal] = field(default_factory=list)
    """What a lawful deployment may take and charge: it waits until all is bought."""
    gaps: int = 0

    @property
    def known(self) -> str | None:
        """Return the id of an image that is there, if one is known."""
        for bought in reversed(self.session.bought):
            if bought.role is Role.MAIN and (identity := image_of(bought)):
                return identity
        ids = reads.images_of(self.listed) if self.listed else []
        return ids[0] if ids else None

    def preflight(self) -> None:
        self.listed = preflight.run(self.session)

    def reads(self) -> None:
        session = self.session
        ids = reads.run(session)
        self.older = ids[-1] if ids else None
        # Before the balance is read again, so that it tells what reading them costs.
        reads.older_images(session, ids)
        session.read(ACCOUNT, probe="LED-02", case="after reads")
        # Right after a good request, for who takes the last caller for this one's.
        credentials.nobody(session, ACCOUNT)
        smallest = session.facts.pages[USAGE].minimum
        session.read(
            USAGE,
            probe="PAG-03",
            case="the smallest page",
            query={"limit": smallest, "offset": 0},
        )
        self._remembered()

    def _remembered(self) -> None:
        earlier = (
            self.memory.earlier(self.session.settings.url) if self.memory else None
        )
        images = (earlier or {}).get("images")
        for identity in list(images)[:_REMEMBERED] if isinstance(images, dict) else []:
            self.session.read(
                GET,
                probe="PAG-13",
                case="of an earlier run",
                image=identity,
                query={"format": "metadata"},
                expects=Expects.ANYTHING,
            )

    def first_image(self) -> None:
        self.plan = plans.draw(
            self.session.seed, steps=_STEPS_DEEP if self.session.deep else _STEPS
        )
        self.purchases = purchases.Purchases(
            self.session, purchases.covering_array(self.session)
        )
        self.purchases.next(lambda: None)

    purchases: purchases.Purchases = field(init=False)

    def nothing_there(self) -> None:
        if not self.session.smoke:
            unknown.pages(self.session)
            reads.huge_offsets(self.session)
        unknown.images(self.session, self.known)
        if self.session.deep:
            unknown.curiosities(self.session)

    def credentials(self) -> None:
        credentials.run(self.session, self.known)
        if self.session.deep:
            credentials.tolerated(self.session)
            credentials.unknown_image(self.session)

    def isolation(self) -> None:
        theirs = isolation.lists(self.session)
        ids = reads.images_of(theirs) if theirs else []
        # An older image here, and one that was bought when all are there.
        mine = self.older or self.known
        isolation.both_ways(self.session, mine, ids[0] if ids else None)

    def refusals(self) -> None:
        """Send those that must be refused; some wait for the gaps between purchases."""
        every = (
            []
            if self.session.settings.read_only
            else refusals.refusals(self.session, self.purchases.last_prompt)
        )
        gaps = len(self.purchases.rows) if self.session.paid else 0
        later = 2 * gaps
        self.open_refusals = every[len(every) - later :] if later else []
        for refusal in every[: len(every) - later]:
            refusals.send(self.session, refusal)

    def images(self) -> None:
        """Buy the other images, with refusals and steps of the plan in between."""
        while len(self.purchases.rows) > _LAST:
            if not self.purchases.next(self._between):
                break
        if not self.session.smoke:
            self._between()
            self.purchases.pair()
        poverty.run(self.session, self.listed)
        # What two at once, or an account that cannot pay, leave behind, the last shows.
        while self.purchases.rows and self.purchases.next(self._between):
            pass
        for refusal in (*self.open_refusals, *self.lenient):
            refusals.send(self.session, refusal)
        for step in self.plan if not self.session.smoke else ():
            plans.send(self.session, step)

    def _between(self) -> None:
        """Send refusals and a step of the plan; one refusal, then three, in turns.

        What a refusal spoils for the next request may be spoilt, or mended, in pairs.
        """
        self.gaps += 1
        for number in range(1 if self.gaps % 2 else 3):
            if self.open_refusals:
                refusals.send(self.session, self.open_refusals.pop(0))
            if (
                self.plan
                and not self.session.smoke
                and (number == 0 or self.session.deep)
            ):
                plans.send(self.session, self.plan.pop(0))

    def generated(self) -> None:
        from contract_tests.phases import generated

        # An older image, if there is one: the bought ones are read often enough.
        generated.run(self.session, self.older or self.known)

    def strangers(self) -> None:
        """Look at what was bought with the eyes of the other account."""
        bought = self.session.bought
        mine, theirs = (
            next(
                (image_of(each) for each in reversed(bought) if each.role is role), None
            )
            for role in (Role.MAIN, Role.SECOND)
        )
        # The other forms than before: metadata of mine, theirs whole.
        if mine:
            query: Query = {"format": "metadata"}
            isolation.stranger(
                self.session, mine, owner=Role.MAIN, reader=Role.SECOND, query=query
            )
        if theirs:
            isolation.stranger(
                self.session, theirs, owner=Role.SECOND, reader=Role.MAIN, query={}
            )

    def settle(self) -> None:
        if self.session.budget.at_risk:
            self.session.look()
        settling.run(self.session)


def phases(session: Session, memory: Memory | None) -> list[Phase]:
    """Return the phases of a run."""
    script = _Script(session, memory)
    named = [
        ("preflight", script.preflight),
        ("lists and pages", script.reads),
        ("first image", script.first_image),
        ("what is not there", script.nothing_there),
        ("credentials", script.credentials),
        ("isolation", script.isolation),
        ("refusals", script.refusals),
        ("images", script.images),
    ]
    if not session.smoke:
        named.append(("generated requests", script.generated))
    named += [("other accounts", script.strangers), ("settling", script.settle)]
    return [Phase(name, run) for name, run in named]
