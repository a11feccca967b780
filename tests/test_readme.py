"""Everything that the README and CONTRIBUTING show is run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from contract_tests.cli.parser import ALL
from contract_tests.cli.proof_options import PROOF_OPTIONS
from mockserver.cli.options import OPTIONS
from mockserver.getimages.keys import WELL_KNOWN_KEYS
from mockserver.getimages.prices import DEFAULT_PRICES
from tests.ci.environment import clean_environment
from tests.cli.command import Running, running

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(README)
OUR_URL = "http://127.0.0.1:4010"


def blocks(language: str, text: str = README) -> list[str]:
    return [code for name, code in BLOCK.findall(text) if name == language]


@pytest.fixture(scope="module")
def served() -> Iterator[Running]:
    with running("--seed", "7") as command:
        yield command


@pytest.fixture(scope="module")
def judged() -> Iterator[Running]:
    """Serve what the first run is shown against."""
    with running("--images", "57", "--picture", "plain", "--picture-size", "64") as it:
        yield it


def make_lines() -> list[str]:
    code = "".join(blocks("sh") + blocks("sh", CONTRIBUTING))
    return [line for line in code.splitlines() if line.startswith("make ")]


@pytest.mark.parametrize("line", make_lines())
def test_a_make_line_names_a_target(line: str) -> None:
    """Running them would run these tests again, so make only says what it would do."""
    # Looking for a Python takes make seconds where the first is a shim.
    say_only = f'make -n PYTHON="{sys.executable}"'
    code = line.partition("#")[0].replace("make", say_only, 1)

    assert _shell(code)


@pytest.mark.parametrize(
    "code", [c for c in blocks("sh") if c.startswith("mockserver --list")]
)
def test_the_names_that_are_shown_exist(code: str) -> None:
    names = re.findall(r"--(defect|variant) (\S+)", code)

    assert names
    for kind, name in names:
        assert f"{name}\t" in _shell(f'"{sys.executable}" -m mockserver --list-{kind}s')


@pytest.mark.parametrize(
    "code", [c for c in blocks("sh") if "mockserver --version" in c]
)
def test_a_command_works(code: str) -> None:
    python = f'"{sys.executable}" -m mockserver'
    done = _shell(re.sub("^mockserver", python, code, flags=re.MULTILINE))

    assert "mockserver 0.1.0" in done


def test_what_curl_shows_is_what_the_mock_answers(served: Running) -> None:
    """Each curl block is followed by its output, as JSON or text."""
    shown = 0
    for (language, code), (_, output) in pairwise(BLOCKS):
        if language == "sh" and code.startswith("curl"):
            code = code.replace(OUR_URL, served.url)
            assert _shell(code).strip() == output.strip()
            shown += 1

    assert shown == 2


def commands(start: str) -> list[str]:
    return [code for code in blocks("sh") if code.startswith(start)]


def test_the_first_run_shows_what_it_prints(judged: Running) -> None:
    """Numbers differ from run to run, and lines with an ellipsis stand for more."""
    at = next(n for n, (_, code) in enumerate(BLOCKS) if code in commands("export"))
    (_, code), (language, shown) = BLOCKS[at : at + 2]
    assert language == "text"
    printed = _number_free(_contract(code, judged))

    wanted = [line for line in shown.splitlines() if "…" not in line]
    assert len(wanted) > 5
    for line in wanted:
        assert _number_free(line.replace(OUR_URL, judged.url)) in printed


def test_what_a_run_with_a_budget_costs_is_told_as_it_is(
    judged: Running, tmp_path: Path
) -> None:
    _, code = commands("export")
    (others,) = commands("contract-tests judge")
    key = "export CONTRACT_TESTS_API_KEY=gi_mock_good\n"
    printed = _contract(key + code, judged, cwd=tmp_path)
    told = re.search(r"buys (\d+) images for (\d+) credits", README)

    assert told
    assert f"{told[1]} images, {told[2]} of 100 credits spent" in printed
    assert "phase " in printed  # the dry run
    assert (tmp_path / "report.html").is_file()
    printed = _contract(key + others, judged, cwd=tmp_path)
    assert printed.count("The contract is kept") == 2
    assert "they answer alike" in printed
    assert (tmp_path / "report.sarif").is_file()


def test_lint_exits_as_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "contract_tests", "lint"],
        capture_output=True,
        check=False,
    )

    assert "so it exits with 1" in README
    assert done.returncode == 1


def test_the_python_example_judges(judged: Running) -> None:
    (code,) = [code for code in blocks("python") if "contract_tests" in code]
    done = subprocess.run(
        [sys.executable, "-c", code.replace(OUR_URL, judged.url)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "passed 0\n"


def test_the_clauses_run_as_tests(judged: Running, tmp_path: Path) -> None:
    (code,) = commands("pytest --pyargs")
    printed = _contract(
        f"export CONTRACT_TESTS_API_KEY=gi_mock_good\n{code}", judged, cwd=tmp_path
    )

    assert re.search(r"\d+ passed, \d+ skipped", printed)


def test_the_python_example_works() -> None:
    (code,) = [
        code
        for code in blocks("python")
        if "def test_" not in code and "contract_tests" not in code
    ]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout == "200\n"


def test_the_pytest_example_passes(tmp_path: Path) -> None:
    (code,) = [code for code in blocks("python") if "def test_" in code]
    (tmp_path / "test_readme.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert "1 passed" in done.stdout, done.stdout


def test_the_javascript_example_works(served: Running) -> None:
    node = shutil.which("node")
    (code,) = blocks("js")
    assert "await fetch(" in code
    if node is None:
        return  # the browser tests run the same call
    code = code.replace(OUR_URL, served.url)
    code += "\nconsole.log(reply.status);"
    done = subprocess.run(
        [node, "--input-type=module", "-e", code],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "200\n"


def test_the_keys_are_those_that_exist() -> None:
    rows = re.findall(r"^\| `(gi_mock_\w+)` \| (.*) \|$", README, re.MULTILINE)

    assert rows == [(known.key, known.shows) for known in WELL_KNOWN_KEYS]


def test_the_prices_are_those_that_are_charged() -> None:
    rows = re.findall(r"^\| `(\w+:[\w.-]+)` \| (\d+) \|$", README, re.MULTILINE)

    assert {model: int(price) for model, price in rows} == DEFAULT_PRICES


def test_every_option_that_is_named_exists() -> None:
    known = {
        *(flag for option in OPTIONS for flag in option.flags),
        *(option.flag for option in ALL),
        *("--contract-" + option.flag.removeprefix("--") for option in ALL),
        *(option.flag for option in PROOF_OPTIONS),
        *("--list-defects", "--list-variants"),
        *("--contract-url", "--help", "--version", "--pyargs"),
        *("--json", "--shrink"),  # of `clauses` and `judge` alone
        # Of other tools, in docs/prove-your-suite.md.
        *("--include-method", "--max-examples", "--phases", "--url"),
    }
    texts = [
        README,
        *(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")),
    ]
    named = {
        flag for text in texts for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)
    }

    assert named <= known


def _number_free(text: str) -> str:
    """Return a text without numbers, and without what a busy machine leaves open."""
    return re.sub(r"\d+(\.\d+)?", "N", re.sub(r", \d+ inconclusive", "", text))


def _contract(code: str, target: Running, *, cwd: Path = ROOT) -> str:
    """Run lines with `contract-tests` or `pytest` in them against a target."""
    code = code.replace(OUR_URL, target.url)
    for command, module in (
        ("contract-tests", "contract_tests"),
        ("pytest", "pytest -p no:cacheprovider"),
    ):
        python = f'"{sys.executable}" -m {module}'
        code = re.sub(f"^{command} ", f"{python} ", code, flags=re.MULTILINE)
    return _shell(code, cwd=cwd)


def _shell(code: str, *, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        ["sh", "-euc", code],
        capture_output=True,
        text=True,
        env=clean_environment(),
        cwd=cwd,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
