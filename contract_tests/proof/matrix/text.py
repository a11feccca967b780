"""The kill matrix as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contract_tests.judgement.clause import Clause
from contract_tests.proof.matrix.kill_matrix import Disorder, KillMatrix
from contract_tests.proof.matrix.tallies import (
    Tally,
    by_disorder,
    families,
    rungs,
    tally,
)
from contract_tests.proof.trial import TrialKind
from contract_tests.reports.wording import count

_WIDE = 24


def to_text(matrix: KillMatrix, *, width: int = 100) -> str:
    """Return the matrix: by family, by clause, and what is out of order."""
    parts = [_families(matrix), _clauses(matrix, width)]
    if matrix.findings:
        parts.append(_findings(matrix))
    return "\n\n".join(parts) + "\n"


def verdict(matrix: KillMatrix) -> str:
    """Return the verdict in one line."""
    defects = matrix.of(TrialKind.DEFECT)
    caught = sum(line.first_by_its_clause is not None for line in defects)
    variants = matrix.of(TrialKind.VARIANT)
    alarms = sum(each.disorder is Disorder.FALSE_ALARM for each in matrix.findings)
    warned = sum(line.warned_only and bool(line.catching) for line in defects)
    by_warnings = f" ({warned} by warnings, which --strict fails for)" if warned else ""
    told = [
        f"{caught} of {count(len(defects), 'defect')} caught by the clause named for it"
        + by_warnings,
        f"{count(alarms, 'false alarm')} on {count(len(variants), 'lawful variant')}",
    ]
    if matrix.left_out:
        told.append(f"{matrix.left_out} not tried")
    if matrix.findings:
        told.append(f"{len(matrix.findings)} out of order")
    return ", ".join(told)


def _families(matrix: KillMatrix) -> str:
    columns = rungs(matrix)
    heads = "".join(f"{rung!s:>{_WIDE}}" for rung in columns)
    lines = [f"{'family':22}{'defects':>8}{'subtle':>8}{heads}"]
    for family, found in families(matrix).items():
        lines.append(_family(family, tally(found, columns)))
    lines.append(_family("all", tally(matrix.of(TrialKind.DEFECT), columns)))
    return "\n".join(lines)


def _family(name: str, found: Tally) -> str:
    caught = "".join(f"{number:>{_WIDE}}" for number in found.caught)
    return f"{name:22}{found.defects:>8}{found.subtle:>8}{caught}"


def _clauses(matrix: KillMatrix, width: int) -> str:
    lines = ["clause    named  all  catches"]
    lines += [_clause(matrix, clause, width) for clause in matrix.clauses]
    return "\n".join(lines)


def _clause(matrix: KillMatrix, clause: Clause, width: int) -> str:
    catches = matrix.catches[clause.id]
    named = [line.trial.name for line in catches if line.trial.clause == clause.id]
    others = [line.trial.name for line in catches if line.trial.clause != clause.id]
    told = f"{clause.id:10}{len(named):>5}{len(catches):>5}  "
    if not catches:
        why = matrix.why_silent(clause)
        return told + (f"nothing ({why})" if why else "nothing")
    return told + _fitted([*named, *others], width - len(told))


def _fitted(names: Sequence[str], width: int) -> str:
    """Return as many names as fit, and how many more there are."""
    told = ""
    for number, name in enumerate(names):
        more = f", {name}" if told else name
        rest = len(names) - number - 1
        if told and len(told) + len(more) + (8 if rest else 0) > width:
            return f"{told}, +{rest + 1}"
        told += more
    return told


def _findings(matrix: KillMatrix) -> str:
    return "\n".join(_finding_lines(matrix))


def _finding_lines(matrix: KillMatrix) -> Iterator[str]:
    for disorder, found in by_disorder(matrix).items():
        yield f"{disorder.value.upper()} ({len(found)})"
        yield from (f"  {each.name}: {each.text}" for each in found)
