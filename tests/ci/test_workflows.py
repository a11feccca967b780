"""The steps that the README shows for GitHub and GitLab do what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockserver import MockServer
from tests.ci.environment import clean_environment

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
GITHUB, GITLAB = BLOCKS
MOST_LINES = 10

# What the two services know in these places, of what is used here.
STEP = {"uses", "with", "run", "env", "if", "name", "id"}
JOB = {"image", "variables", "script", "artifacts", "stage", "rules"}
ARTIFACTS = {"when", "paths", "reports", "expire_in", "name"}


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with MockServer(images=30, picture="plain", picture_size=64) as server:
        yield server


def steps() -> list[dict[str, Any]]:
    found = yaml.safe_load(GITHUB)
    assert isinstance(found, list)
    return found


def job() -> dict[str, Any]:
    ((name, found),) = yaml.safe_load(GITLAB).items()
    assert name == "contract-tests"
    assert isinstance(found, dict)
    return found


def judging_step() -> dict[str, Any]:
    (found,) = [each for each in steps() if "contract-tests run" in each.get("run", "")]
    return found


def shell(
    lines: list[str], folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the lines as both services do: one shell that ends at the first failure.

    What installs the toolkit is left out: it is installed here.
    """
    kept = [line for line in lines if not line.startswith("pip install")]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-e", "-c", "\n".join(kept)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
        env=clean_environment(PATH=path, **variables),
        check=False,
    )


@pytest.mark.parametrize("block", BLOCKS, ids=["github", "gitlab"])
def test_the_steps_are_ten_lines_at_most(block: str) -> None:
    assert len(block.splitlines()) <= MOST_LINES


def test_github_steps_are_built_as_github_wants_them() -> None:
    for step in steps():
        assert set(step) <= STEP
        assert ("uses" in step) != ("run" in step)
        assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step.get("uses", "a/b@v1"))
        assert all(isinstance(each, str) for each in step.get("env", {}).values())


def test_the_key_comes_from_a_secret_and_never_stands_in_the_shell() -> None:
    key = judging_step()["env"]["CONTRACT_TESTS_API_KEY"]

    assert re.fullmatch(r"\$\{\{ secrets\.\w+ \}\}", key)
    assert not [step for step in steps() if "${{" in step.get("run", "")]
    assert "API_KEY" not in GITLAB  # it is a masked variable of the project


def test_github_keeps_the_reports_of_a_failed_step_too() -> None:
    last = steps()[-1]

    assert last["uses"].startswith("actions/upload-artifact@")
    assert last["if"] == "always()"


def test_the_gitlab_job_is_built_as_gitlab_wants_it() -> None:
    found = job()

    assert set(found) <= JOB
    assert all(isinstance(line, str) for line in found["script"])
    assert all(isinstance(value, str) for value in found["variables"].values())
    assert set(found["artifacts"]) <= ARTIFACTS
    assert found["artifacts"]["when"] == "always"
    assert found["artifacts"]["reports"].keys() == {"junit"}


@pytest.mark.parametrize("block", BLOCKS, ids=["github", "gitlab"])
def test_the_budget_is_stated(block: str) -> None:
    assert re.search(r"contract-tests run .*--max-credits \d+", block)


def test_the_github_step_judges_annotates_and_leaves_what_is_uploaded(
    mock: MockServer, tmp_path: Path
) -> None:
    step, summary = judging_step(), tmp_path / "summary.md"
    assert set(step["env"]) == {"CONTRACT_TESTS_URL", "CONTRACT_TESTS_API_KEY"}
    done = shell(
        step["run"].splitlines(),
        tmp_path,
        CONTRACT_TESTS_URL=mock.url,
        CONTRACT_TESTS_API_KEY=mock.api_key,
        GITHUB_ACTIONS="true",
        GITHUB_STEP_SUMMARY=str(summary),
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert set(tmp_path.glob(steps()[-1]["with"]["path"])) == {
        tmp_path / "report.xml",
        tmp_path / "report.html",
    }
    assert "contract is kept" in summary.read_text("utf-8")


def test_the_gitlab_job_judges_and_leaves_what_is_kept(
    mock: MockServer, tmp_path: Path
) -> None:
    found = job()
    done = shell(
        found["script"],
        tmp_path,
        CONTRACT_TESTS_URL=mock.url,
        CONTRACT_TESTS_API_KEY=mock.create_account(credits=30).api_key,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    artifacts = found["artifacts"]
    assert all((tmp_path / path).is_file() for path in artifacts["paths"])
    junit = ET.parse(tmp_path / artifacts["reports"]["junit"]).getroot()
    assert junit.tag == "testsuites"


@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_a_wrong_key_fails_the_step_and_leaves_the_reports(
    service: str, mock: MockServer, tmp_path: Path
) -> None:
    lines = (
        judging_step()["run"].splitlines() if service == "github" else job()["script"]
    )
    done = shell(
        lines,
        tmp_path,
        CONTRACT_TESTS_URL=mock.url,
        CONTRACT_TESTS_API_KEY="gi_mock_unknown",
    )

    assert done.returncode == 3
    assert (tmp_path / "report.xml").is_file()
    assert "gi_mock_unknown" not in done.stdout + done.stderr
    assert b"gi_mock_unknown" not in (tmp_path / "report.xml").read_bytes()
