"""Every rule finds its defect, and spares the nearest document that is right."""

from __future__ import annotations

import pytest

from contract_tests.lint import RULES, lint
from tests.lint.cases import meaning, operations, schemas
from tests.lint.documents import Case

CASES = (*schemas.CASES, *operations.CASES, *meaning.CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_defect_is_found_where_it_is(case: Case) -> None:
    found = {(each.rule, each.pointer) for each in lint(case.wrong)}
    assert (case.rule, case.pointer) in found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_nearest_right_document_is_spared(case: Case) -> None:
    found = [each for each in lint(case.right) if each.rule == case.rule]
    assert not found


def test_every_rule_has_a_case() -> None:
    assert {each.id for each in RULES} == {each.rule for each in CASES}


def test_rules_say_what_they_ask_and_why() -> None:
    assert all(each.text.endswith(".") and each.why.endswith(".") for each in RULES)


def test_no_two_rules_share_an_id() -> None:
    assert len({each.id for each in RULES}) == len(RULES)
