"""`contract-tests judge`: the same verdicts again, from a tape alone."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from contract_tests.catalogue import check_ids
from contract_tests.cli.output import output_of, published
from contract_tests.contract.document import Contract, load
from contract_tests.errors import UsageError
from contract_tests.judgement.judge import judge
from contract_tests.judgement.report import Outcome
from contract_tests.judgement.shrinking import shrink as shrunk
from contract_tests.tape.ndjson import Tape, read


def judge_again(
    path: str, given: Mapping[str, Any], environment: Mapping[str, str], *, shrink: bool
) -> int:
    """Judge a tape and return the exit code; no socket is opened."""
    output = output_of(given, environment)
    check_ids(
        given.get("select", ()), given.get("deselect", ()), given.get("accept", {})
    )
    tape = _with_options(read(Path(path)), given)
    contract = load(given.get("document"))
    _same_document(tape, contract, given)
    report = judge(tape, contract)
    code = published(output, report, contract, {})
    if shrink:
        for verdict in report.of(Outcome.FAILED):
            numbers = shrunk(tape, contract, verdict.clause)
            told = ", ".join(f"#{number}" for number in numbers)
            sys.stdout.write(f"{verdict.clause.id} is shown by {told} alone\n")
    return code


def _with_options(tape: Tape, given: Mapping[str, Any]) -> Tape:
    """Return the tape as if these options had been given to its run."""
    names = ("select", "deselect", "accept", "strict")
    changed = {name: given[name] for name in names if name in given}
    return replace(tape, run=replace(tape.run, **changed)) if changed else tape


def _same_document(tape: Tape, contract: Contract, given: Mapping[str, Any]) -> None:
    if tape.run.document_sha256 != contract.sha256 and "document" not in given:
        raise UsageError(
            f"the tape was made with another document ({tape.run.document_path},"
            f" sha256 {tape.run.document_sha256[:12]}): give it with --document"
        )
