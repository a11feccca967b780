"""The catalogue: every clause, in the order in which reports show them.

The order is also that of telling: where several clauses are broken by the same
exchange, the first of them names the cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from contract_tests.clauses import (
    acceptance,
    aftermath,
    balance,
    conformance,
    credentials,
    errors,
    generated,
    images,
    isolation,
    ledgers,
    lookups,
    messages,
    pages,
    pictures,
    refusals,
    storage,
    throttling,
    transactions,
    walks,
)
from contract_tests.errors import UsageError
from contract_tests.judgement.clause import Clause

CLAUSES: tuple[Clause, ...] = (
    *credentials.CLAUSES,
    *isolation.CLAUSES,
    *refusals.CLAUSES,
    *acceptance.CLAUSES,
    *conformance.CLAUSES,
    *images.CLAUSES,
    *pictures.CLAUSES,
    *storage.CLAUSES,
    *lookups.CLAUSES,
    *pages.CLAUSES,
    *walks.CLAUSES,
    *balance.CLAUSES,
    *ledgers.CLAUSES,
    *transactions.CLAUSES,
    *aftermath.CLAUSES,
    *messages.CLAUSES,
    *errors.CLAUSES,
    *throttling.CLAUSES,
    *generated.CLAUSES,
)


def selected(select: tuple[str, ...], deselect: tuple[str, ...]) -> tuple[Clause, ...]:
    """Return the clauses whose ids match; raises UsageError for a glob that matches none."""
    for glob in (*select, *deselect):
        if not any(_matches(each, glob) for each in CLAUSES):
            raise UsageError(
                f"no clause matches {glob!r}: `contract-tests clauses` lists them"
            )
    return tuple(
        each
        for each in CLAUSES
        if (not select or any(_matches(each, glob) for glob in select))
        and not any(_matches(each, glob) for glob in deselect)
    )


def check_ids(
    select: tuple[str, ...], deselect: tuple[str, ...], accept: Iterable[str]
) -> None:
    """Raise UsageError for ids and globs that name nothing, or leave nothing."""
    if not selected(select, deselect):
        raise UsageError("--deselect leaves no clause of what --select names")
    for name in accept:
        if find(name) is None:
            raise UsageError(
                f"--accept {name}: no such clause; `contract-tests clauses` lists them"
            )


def find(name: str) -> Clause | None:
    """Return the clause with this id, None if there is none."""
    return next((each for each in CLAUSES if each.id == name), None)


def _matches(clause: Clause, glob: str) -> bool:
    return fnmatchcase(clause.id.lower(), glob.lower())
