"""What the wheel holds, and that its content runs without the repository."""

from __future__ import annotations

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
PACKAGES = ("mockserver", "contract_tests")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder))
    return zipfile.ZipFile(path)


def test_the_document_is_packaged_byte_for_byte(wheel: zipfile.ZipFile) -> None:
    packaged = wheel.read("mockserver/openapi.json")

    assert packaged == (ROOT / "openapi.json").read_bytes()


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    sources = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert names == sources | {"mockserver/openapi.json"}
    assert {f"{package}/py.typed" for package in PACKAGES} <= names
    assert {
        "mockserver/getimages/amendments.json",
        "contract_tests/contract/amendments.json",
    } <= names


def test_the_wheel_declares_its_commands_plugins_and_licence(
    wheel: zipfile.ZipFile,
) -> None:
    (folder,) = {
        name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" in name
    }
    entry_points = wheel.read(f"{folder}/entry_points.txt").decode()

    declared = configparser.ConfigParser()
    declared.read_string(entry_points)
    assert dict(declared["console_scripts"]) == {
        "mockserver": "mockserver.cli:main",
        "contract-tests": "contract_tests.cli:main",
    }
    assert dict(declared["pytest11"]) == {
        package: f"{package}.pytest_plugin" for package in PACKAGES
    }
    assert f"{folder}/licenses/LICENSE" in wheel.namelist()


def test_the_content_of_the_wheel_answers(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import mockserver, urllib.request\n"
        "from mockserver.documents import packaged_document\n"
        "with mockserver.MockServer() as mock:\n"
        "    headers = {'Authorization': 'Bearer ' + mock.api_key}\n"
        "    url = mock.url + '/api/v1/account'\n"
        "    request = urllib.request.Request(url, headers=headers)\n"
        "    print(urllib.request.urlopen(request).status, packaged_document())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )

    assert done.stdout == f"200 {tmp_path / 'mockserver' / 'openapi.json'}\n"


def test_the_content_of_the_wheel_judges(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    """The tests and the mock, the document and all data come from the wheel alone."""
    wheel.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from contract_tests.against_mock import judge_mock\n"
        "sys.exit(judge_mock(['--level', 'smoke', '--quiet']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("The contract is kept: ")
