"""The reports of a proof of a suite."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contract_tests.proof.suites.gaps import families, next_tests
from contract_tests.proof.suites.results import Attempt, SuiteReport
from contract_tests.proof.suites.shell import Ending, Run
from contract_tests.proof.suites.visits import Visits
from contract_tests.proof.trial import Trial, TrialKind
from tests.proof.suites.conftest import DEFECT, OTHER_DEFECT, VARIANT, Prove, Suite

SCHEMA: dict[str, Any] = json.loads(
    (
        resources.files("contract_tests.proof.suites") / "suite_report.schema.json"
    ).read_text("utf-8")
)
HOSTILE = "echo '</pre><script>alert(1)</script> ``` {url}' \x1b[31m; exit "


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, Path]:
    return {name: tmp_path / f"report.{name}" for name in ("html", "json", "markdown")}


def options(reports: dict[str, Path]) -> list[str]:
    written = [f"--report={name}={path}" for name, path in reports.items()]
    selects = [f"--select={name}" for name in (DEFECT, OTHER_DEFECT, VARIANT)]
    return [*written, *selects]


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [v or "" for k, v in attrs if k in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_json_is_as_its_schema_says(
    prove: Prove, limit_suite: Suite, reports: dict[str, Path]
) -> None:
    proved = prove(limit_suite("sys.exit('bad limit')"), *options(reports))
    value = json.loads(reports["json"].read_text())
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(value)

    assert value["exitCode"] == proved.code == 1
    assert value["verdict"] == proved.last_line
    assert {each["name"]: each["noticed"] for each in value["defects"]} == {
        DEFECT: True,
        OTHER_DEFECT: False,
    }
    assert value["nextTests"][0]["closes"] == [OTHER_DEFECT]
    assert value["requests"]["byOperation"] == {"listImages": 1}
    assert "bad limit" in value["defects"][0]["run"]["output"]


def test_json_of_a_suite_that_fails_is_as_its_schema_says(
    prove: Prove, reports: dict[str, Path]
) -> None:
    prove("exit 5", *options(reports))
    value = json.loads(reports["json"].read_text())
    Draft202012Validator(SCHEMA).validate(value)

    assert value["correct"][0]["run"]["code"] == 5
    assert value["totals"]["leftOut"] > 100


def test_html_needs_no_network_and_no_script(
    prove: Prove, tmp_path: Path, reports: dict[str, Path]
) -> None:
    runs = tmp_path / "runs"
    prove(
        f"echo x >> '{runs}'; {HOSTILE} $(( $(wc -l < '{runs}') > 1 ))",
        *options(reports),
    )
    page = Elements(reports["html"].read_text())

    assert "script" not in page.tags
    assert all(link.startswith("#") for link in page.links)
    assert "default-src 'none'" in reports["html"].read_text()
    assert "<script>alert(1)</script> ```" in page.text
    assert VARIANT in page.text
    assert page.tags.count("input") == 4


def test_html_links_lead_to_its_parts(prove: Prove, reports: dict[str, Path]) -> None:
    prove("true", *options(reports))
    text = reports["html"].read_text()
    ids = set(re.findall(r' id="([^"]+)"', text))

    assert {link.removeprefix("#") for link in Elements(text).links} <= ids


def test_markdown_fences_what_the_suite_wrote(
    prove: Prove, reports: dict[str, Path]
) -> None:
    prove(f"{HOSTILE} 1", *options(reports))
    text = reports["markdown"].read_text()

    assert text.startswith("## 0 of 0 defects not noticed\n")
    assert "````text\nTHE SUITE FAILS ON THE CORRECT MOCK" in text
    assert "\x1b" not in text


def trial(
    name: str, clause: str, *, family: str = "paging", subtle: bool = False
) -> Trial:
    return Trial(
        TrialKind.DEFECT, name, family, f"{name} is seen", clause=clause, subtle=subtle
    )


def attempt(tried: Trial, *, code: int = 0) -> Attempt:
    return Attempt(tried, Run(Ending.EXITED, code, 0.1, "", 0))


def test_the_best_next_test_closes_most_plain_gaps() -> None:
    tests = next_tests(
        [
            *(trial(f"subtle-{n}", "PAG-08", subtle=True) for n in range(4)),
            trial("one", "PAG-01"),
            trial("hidden", "GEN-P14", subtle=True),
            *(trial(f"open-{n}", "GEN-P14") for n in range(2)),
        ]
    )

    assert [each.clause for each in tests] == ["GEN-P14", "PAG-01", "PAG-08"]
    assert [each.name for each in tests[0].closes] == ["open-0", "open-1", "hidden"]
    assert tests[0].instruction.startswith("test that: images are charged")


def test_what_a_test_takes_is_told() -> None:
    (test,) = next_tests([trial("mixed-up", "SEC-11")])

    assert any("{second_api_key}" in hint for hint in test.hints)


def test_the_family_with_the_widest_gap_stands_first() -> None:
    attempts = (
        attempt(trial("a", "PAG-01"), code=1),
        attempt(trial("b", "PAG-01")),
        attempt(trial("c", "GEN-P14", family="money")),
    )
    report = SuiteReport(
        command="true",
        rehearsals=(),
        visits=Visits(1, {}),
        attempts=attempts,
        left_out=(),
        catalogue={},
        images=0,
        seed=1,
        jobs=1,
        timeout=1,
        seconds=1,
        tool_version="0",
    )

    assert [(each.family, each.share) for each in families(report)] == [
        ("money", 1.0),
        ("paging", 0.5),
    ]
