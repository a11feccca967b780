"""All rules, and their use on a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_tests.lint.findings import Finding, Rule
from contract_tests.lint.rules import (
    alternatives,
    conditions,
    meanings,
    nullability,
    operations,
    paths,
    prose,
    references,
    responses,
    statuses,
    strings,
    values,
)
from contract_tests.lint.survey import Survey

RULES: tuple[Rule, ...] = (
    *alternatives.RULES,
    *values.RULES,
    *references.RULES,
    *paths.RULES,
    *operations.RULES,
    *statuses.RULES,
    *responses.RULES,
    *prose.RULES,
    *conditions.RULES,
    *nullability.RULES,
    *meanings.RULES,
    *strings.RULES,
)


def lint(document: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return what all rules find in a document of OpenAPI 3.0 or 3.1, by pointer."""
    survey = Survey(document)
    found = {
        Finding(rule.id, each.severity, each.pointer, each.message, each.advice)
        for rule in RULES
        for each in rule.check(survey)
    }
    return tuple(
        sorted(found, key=lambda each: (each.pointer, each.rule, each.message))
    )
