"""The fewest exchanges that still show a failure.

Nothing is sent: exchanges are taken off the tape and the clause is judged again, in
the way of delta debugging (Zeller and Hildebrandt, 2002).
"""

from __future__ import annotations

from dataclasses import replace

from contract_tests.contract.document import Contract
from contract_tests.judgement.clause import Broken, Clause
from contract_tests.judgement.evidence import Evidence
from contract_tests.tape.exchange import Exchange
from contract_tests.tape.ndjson import Tape


def shrink(tape: Tape, contract: Contract, clause: Clause) -> tuple[int, ...]:
    """Return the numbers of exchanges without any of which the clause is not broken."""
    kept = list(tape.exchanges)
    size = max(1, len(kept) // 2)
    while True:
        before, start = len(kept), 0
        while start < len(kept):
            without = kept[:start] + kept[start + size :]
            if _broken(tape, contract, clause, without):
                kept = without
            else:
                start += size
        # What could not be left out at first may be when others are.
        if size == 1 and len(kept) == before:
            break
        size = max(1, size // 2)
    return tuple(each.number for each in kept)


def _broken(
    tape: Tape, contract: Contract, clause: Clause, kept: list[Exchange]
) -> bool:
    evidence = Evidence(replace(tape, exchanges=tuple(kept)), contract)
    return any(
        isinstance(each, Broken) and (each.level or clause.level).binding
        for each in clause.judge(evidence)
    )
