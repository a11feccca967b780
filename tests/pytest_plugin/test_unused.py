"""What the plugin is to those who do not use it: nothing."""

from __future__ import annotations

import pytest

from tests.pytest_plugin.conftest import Run

pytest_plugins = ["pytester"]


def test_nothing_heavy_is_imported(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            heavy = {"schemathesis", "hypothesis", "httpx", "jsonschema", "rich"}
            assert "contract_tests.pytest_plugin" in sys.modules
            assert not heavy & set(sys.modules)
        """
    )
    result = run()

    result.assert_outcomes(passed=1)
    assert "contract" not in result.stdout.str()


def test_a_url_in_the_ini_file_harms_no_other_run(
    run: Run, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTRACT_TESTS_API_KEY")
    pytester.makeini("[pytest]\ncontract_url = http://127.0.0.1:1")
    pytester.makepyfile("def test_it(): pass")

    run().assert_outcomes(passed=1)


def test_without_a_url_every_clause_is_skipped_with_the_reason(run: Run) -> None:
    result = run("--pyargs", "contract_tests", "-rs")

    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"skipped"}
    result.stdout.fnmatch_lines(
        [f"SKIPPED [[]{outcomes['skipped']}[]] *: no --contract-url: *"]
    )
