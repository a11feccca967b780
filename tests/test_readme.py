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

from mockserver.cli.options import OPTIONS
from mockserver.getimages.keys import WELL_KNOWN_KEYS
from mockserver.getimages.prices import DEFAULT_PRICES
from tests.cli.command import Running, clean_environment, running

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(README)


def blocks(language: str, text: str = README) -> list[str]:
    return [code for name, code in BLOCK.findall(text) if name == language]


@pytest.fixture(scope="module")
def served() -> Iterator[Running]:
    with running("--seed", "7") as command:
        yield command


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
    "code", [c for c in blocks("sh") if c.startswith("mockserver")]
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
            code = code.replace("http://127.0.0.1:4010", served.url)
            assert _shell(code).strip() == output.strip()
            shown += 1

    assert shown == 2


def test_the_python_example_works() -> None:
    (code,) = [code for code in blocks("python") if "def test_" not in code]
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
    code = code.replace("http://127.0.0.1:4010", served.url)
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
    known = {flag for option in OPTIONS for flag in option.flags} | {
        "--help",
        "--version",
    }
    texts = [
        README,
        *(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")),
    ]
    named = {
        flag for text in texts for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)
    }

    assert named <= known


def _shell(code: str) -> str:
    done = subprocess.run(
        ["sh", "-euc", code],
        capture_output=True,
        text=True,
        env=clean_environment(),
        cwd=ROOT,
        check=True,
    )
    return done.stdout
