from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests import Depth, ExitCode, Outcome, UsageError, check
from contract_tests.option_values import Kind, Option
from contract_tests.options import OPTIONS
from mockserver import MockServer

NOBODY = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with MockServer(picture="plain", picture_size=64, seed=1) as server:
        yield server


def test_a_conforming_deployment_keeps_the_contract(
    mock: MockServer, capfd: pytest.CaptureFixture[str]
) -> None:
    report = check(mock.url, api_key=mock.api_key, level="smoke", select="PAG-*")

    assert report.kept, report.cause
    assert {each.clause.family for each in report.verdicts} == {"PAG"}
    assert report.spending.credits == 0
    assert capfd.readouterr() == ("", "")


def test_values_of_python_are_those_of_the_command(
    mock: MockServer, tmp_path: Path
) -> None:
    account = mock.create_account(credits=50)
    report = check(
        mock.url,
        api_key=account.api_key,
        revoked_api_key="gi_mock_revoked",
        max_credits=20,
        max_images=1,
        level=Depth.SMOKE,
        select=["SEC-*", "GEN-R01"],
        deselect=None,
        accept={"SEC-05": "known"},
        header={"X-Run": "1"},
        rate_limit="500/1s",
        timeout=20,
        max_wait=0.5,
        strict=True,
        read_only=False,
        seed=7,
        tape=tmp_path / "run.ndjson",
    )

    assert report.kept, report.cause
    assert report.strict
    assert report.seed == 7
    assert report.level == "smoke"
    assert report.spending.max_credits == 20
    assert report.spending.images == 1
    assert report.stale_accepts == ("SEC-05",)
    assert (tmp_path / "run.ndjson").read_text("utf-8").startswith('{"type":"run"')


def test_what_cannot_be_judged_is_in_the_report() -> None:
    report = check(NOBODY, api_key="k")

    assert report.exit_code is ExitCode.NOT_JUDGED
    assert "no connection" in report.cause
    assert not report.of(Outcome.PASSED, Outcome.FAILED)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"max_credit": 1}, "no option 'max_credit'; valid are accept, api_key"),
        ({"max_credits": "x"}, "max_credits: 'x' is no whole number of 0 or more"),
        ({"max_credits": True}, "max_credits: a value of type bool is none for it"),
        ({"max_credits": [1]}, "max_credits: a value of type list is none for it"),
        ({"level": "bogus"}, "level: 'bogus' is no level; valid are smoke, standard"),
        ({"read_only": "maybe"}, "read_only: 'maybe' is neither true nor false"),
        ({"rate_limit": 5}, "rate_limit: '5' is no rate; write it as 20/1s"),
        ({"select": "NOPE-*"}, "no clause matches 'NOPE-*'"),
        ({"select": {"PAG-01": "x"}}, "select: a value of type dict is none for it"),
        ({"header": "no colon"}, "header: a header is 'Name: value'"),
        ({"document": "nope.json"}, "cannot read the document nope.json"),
        ({"timeout": 0}, "timeout: it must be more than 0 seconds"),
        ({"api_key": None}, "api_key: None is no key"),
        ({"api_key": ""}, "api_key: it must not be empty"),
        ({"second_api_key": "k"}, "two of the given API keys are the same key"),
        (
            {"read_only": True, "max_credits": 5},
            "read_only spends nothing: leave max_credits out",
        ),
    ],
)
def test_what_cannot_be_used_is_told_by_its_name(
    options: dict[str, Any], told: str
) -> None:
    with pytest.raises(UsageError, match="^" + re.escape(told)):
        check(NOBODY, **{"api_key": "k", **options})


@pytest.mark.parametrize("name", [each.name for each in OPTIONS if each.secret])
def test_a_key_that_cannot_be_used_is_not_shown(name: str) -> None:
    for key in (["gi_mock_secret"], "gi_mock secret"):
        options: dict[str, Any] = {"api_key": "k", name: key}
        with pytest.raises(UsageError) as caught:
            check(NOBODY, **options)
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda each: each.name)
def test_every_option_refuses_a_value_of_another_kind(option: Option) -> None:
    wrong: object = object() if option.kind is not Kind.FLAG else 2
    options: dict[str, Any] = {"api_key": "k", option.name: wrong}

    with pytest.raises(UsageError, match=f"^{option.name}: "):
        check(NOBODY, **options)
