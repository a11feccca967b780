"""`contract-tests clauses` and `contract-tests lint`: what is printed and no more."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from contract_tests.catalogue import selected
from contract_tests.contract.document import packaged
from contract_tests.judgement.clause import Clause
from contract_tests.lint import Severity, lint_file, render_json, render_text


def print_clauses(globs: Sequence[str], *, as_json: bool) -> int:
    """Print the catalogue, or the clauses that match."""
    clauses = selected(tuple(globs), ())
    if as_json:
        sys.stdout.write(
            json.dumps([_entry(each) for each in clauses], indent=2) + "\n"
        )
        return 0
    for clause in clauses:
        sys.stdout.write(f"{clause.id:8} {clause.level:8} {clause.text}\n")
    sys.stdout.write(f"{len(clauses)} clauses\n")
    return 0


def _entry(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "level": clause.level.value,
        "text": clause.text,
        "sources": [
            {"pointer": each.pointer, "quote": each.quote} for each in clause.sources
        ],
        "needs": [each.value for each in clause.needs],
        "images": clause.images,
        "requests": clause.requests,
    }


def print_lint(document: str | None, *, as_json: bool, strict: bool) -> int:
    """Print the defects of a document and return 1 if any is an error."""
    report = lint_file(document or packaged())
    sys.stdout.write(render_json(report) if as_json else render_text(report))
    failing = report.of(Severity.ERROR) or (strict and report.of(Severity.WARNING))
    return 1 if failing else 0
