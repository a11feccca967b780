"""A run: its phases in their order, from the options to the tape."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from contract_tests.bookkeeping import Book
from contract_tests.budget import Budget
from contract_tests.catalogue import check_ids
from contract_tests.contract.document import ACCOUNT, LIST, USAGE, Contract, load
from contract_tests.contract.facts import facts
from contract_tests.errors import NotJudgeable, TargetGone, UsageError
from contract_tests.memory import Memory
from contract_tests.pacing import Pace
from contract_tests.phases import preflight, script
from contract_tests.phases.reads import total_of
from contract_tests.progress import Silent, Watcher
from contract_tests.rehearsal import Line, Rehearsal, lines
from contract_tests.session import Session, new_nonce
from contract_tests.settings import Settings
from contract_tests.tape.exchange import Exchange, Fields, Picture
from contract_tests.tape.ndjson import Recorder, Tape
from contract_tests.tape.records import End, Ending, Run
from contract_tests.wire import Wire


class OutOfTime(Exception):
    """`--max-time` is over."""


def carry_out(
    settings: Settings,
    *,
    watcher: Watcher | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Tape, Contract]:
    """Send what the options allow and return the tape, with the contract it is judged by.

    Raises UsageError for a document or a file that cannot be used; what happens with
    the target stands on the tape.
    """
    contract = load(settings.document)
    check_ids(settings.select, settings.deselect, settings.accept)
    watcher = watcher or Silent()
    memory = Memory.open(settings.state) if settings.state else None
    seed = secrets.randbelow(2**31) if settings.seed is None else settings.seed
    nonce = new_nonce()
    budget = _budget(settings, contract)
    with Recorder(settings.tape) as recorder:
        began = time.time()
        recorder.add(_beginning(settings, contract, seed, nonce, began, memory))

        def take(exchange: Exchange) -> None:
            recorder.add(exchange)
            watcher.exchange(exchange, budget.spending())
            if stopped():
                raise KeyboardInterrupt
            if (
                settings.max_time is not None
                and time.time() - began > settings.max_time
            ):
                raise OutOfTime

        with _wire(settings, contract, take, watcher) as wire:
            session = _session(settings, contract, wire, budget, recorder, seed, nonce)
            if settings.wait_ready:
                wire.wait_ready(contract.operations[ACCOUNT].path, settings.wait_ready)
            ending, cause = _phases(session, watcher, memory)
        recorder.add(End(ending, cause, round(time.time(), 6), budget.spending()))
        tape = recorder.tape()
    if memory is not None and ending is Ending.COMPLETE:
        memory.keep(tape)
    return tape, contract


def _budget(settings: Settings, contract: Contract) -> Budget:
    models = frozenset(facts(contract).models)
    return Budget(settings.max_credits, settings.images, settings.assume_cost, models)


def _session(
    settings: Settings,
    contract: Contract,
    wire: Wire | Rehearsal,
    budget: Budget,
    recorder: Recorder,
    seed: int,
    nonce: str,
) -> Session:
    return Session(
        settings=settings,
        contract=contract,
        facts=facts(contract),
        wire=wire,
        budget=budget,
        recorder=recorder,
        seed=seed,
        nonce=nonce,
        random=random.Random(seed),
        book=Book(started=time.time()),
    )


def forecast(settings: Settings) -> tuple[list[Line], int | None]:
    """Return what each phase would take at most, and the price that is reckoned with.

    The account's history is read for it (free); nothing else is sent. Raises
    NotJudgeable if the target is not there. Where no price is known, an image is taken
    to cost all that may be spent, and the price returned is None.
    """
    contract = load(settings.document)
    seed = 0 if settings.seed is None else settings.seed
    nonce = new_nonce()
    budget, silent = _budget(settings, contract), Silent()
    with (
        Recorder() as recorder,
        _wire(settings, contract, recorder.add, silent) as wire,
    ):
        session = _session(settings, contract, wire, budget, recorder, seed, nonce)
        listed = preflight.run(session)
        usage = session.read(USAGE, probe="PAG-01", case="for the forecast")
    price = budget.estimate
    cost = settings.max_credits if price is None else price
    totals = {LIST: total_of(listed), USAGE: total_of(usage)}
    rehearsal = Rehearsal(facts(contract), cost, totals)
    assumed = replace(settings, assume_cost=cost)
    with Recorder() as recorder:
        session = _session(
            assumed,
            contract,
            rehearsal,
            _budget(assumed, contract),
            recorder,
            seed,
            nonce,
        )
        found = []
        for phase in script.phases(session, None):
            session.phase = phase.name
            found.append(lines(session, rehearsal, phase.run, phase.name))
    return found, price


def _phases(
    session: Session, watcher: Watcher, memory: Memory | None
) -> tuple[Ending, str]:
    phases = script.phases(session, memory)
    try:
        for number, phase in enumerate(phases, 1):
            session.phase = phase.name
            watcher.phase(phase.name, number=number, of=len(phases))
            phase.run()
    except TargetGone as error:
        return Ending.BROKEN_OFF, str(error)
    except NotJudgeable as error:
        return Ending.NOT_JUDGEABLE, str(error)
    except OutOfTime:
        seconds = session.settings.max_time
        return Ending.OUT_OF_TIME, f"stopped after {seconds:g} s (--max-time)"
    except KeyboardInterrupt:
        return Ending.INTERRUPTED, "interrupted"
    except UsageError:
        raise
    except Exception as error:
        # Exit code 1 says that the contract is breached; our own failure must not say so.
        return Ending.BROKEN_OFF, _own_failure(error)
    if session.budget.accidents and session.budget.guarded:
        spent = session.budget.spending()
        return Ending.SPEND_GUARD, (
            f"stopped by the spend guard: {spent.accidents} requests that must be refused"
            f" were charged, {spent.credits} credits in all"
        )
    return Ending.COMPLETE, ""


def _own_failure(error: Exception) -> str:
    """Return one line that tells a failure of this tool, and where it was."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    name = "/".join(where.split("/")[-3:])
    return f"a failure of contract-tests itself, please report it: {type(error).__name__} at {name}"


def _beginning(
    settings: Settings,
    contract: Contract,
    seed: int,
    nonce: str,
    began: float,
    memory: Memory | None,
) -> Run:
    return Run(
        tool_version=tool_version(),
        target=settings.url,
        document_path=contract.path,
        document_sha256=contract.sha256,
        seed=seed,
        nonce=nonce,
        level=settings.level.value,
        mode=settings.mode,
        max_credits=settings.max_credits,
        roles=tuple(role.value for role in settings.keys),
        started_at=round(began, 6),
        strict=settings.strict,
        select=settings.select,
        deselect=settings.deselect,
        accept=dict(settings.accept),
        earlier=memory.earlier(settings.url) if memory else None,
    )


def _headers(settings: Settings) -> Fields:
    """Return the fields of every request; a User-Agent that was given comes instead."""
    own = ("User-Agent", f"contract-tests/{tool_version()} (getimages-toolkit)")
    given = {name.lower() for name, _ in settings.headers}
    return settings.headers if "user-agent" in given else (own, *settings.headers)


def _wire(
    settings: Settings,
    contract: Contract,
    take: Callable[[Exchange], None],
    watcher: Watcher,
) -> Wire:
    def take_picture(picture: Picture, content: bytes) -> None:
        watcher.picture(picture, content)

    return Wire(
        settings.url,
        contract=contract,
        keys={
            **{role.value: key for role, key in settings.keys.items()},
            # A proxy's secret is none of the report's business either.
            **{f"header {name}": value for name, value in settings.headers},
        },
        headers=_headers(settings),
        pace=Pace(
            distance=settings.distance,
            longest_wait=settings.max_wait,
            told=watcher.waiting,
        ),
        take=take,
        take_picture=take_picture,
        verify=not settings.insecure,
    )


def tool_version() -> str:
    """Return the version of this package."""
    try:
        return version("getimages-toolkit")
    except PackageNotFoundError:
        return "0"
