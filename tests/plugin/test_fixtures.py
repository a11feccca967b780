"""The pytest fixtures, as another project's run sees them."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest_plugins = ["pytester"]

CLIENT = """
import json
import urllib.request

def call(mock, path, body=None):
    request = urllib.request.Request(
        mock.url + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + mock.api_key, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)

def generate(mock, prompt="x"):
    return call(mock, "/api/v1/images/generate", {"prompt": prompt, "modelId": "google:gemini-2.5-flash-image"})
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(client=CLIENT)
    return pytester


def test_each_test_has_an_account_of_its_own(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from client import call, generate

        def test_one(mock):
            generate(mock, "a lighthouse")
            assert mock.credits == 998
            assert [image["prompt"] for image in mock.images] == ["a lighthouse"]
            assert [row["amount"] for row in mock.transactions] == [-2, 1000]
            assert call(mock, "/api/v1/images")["images"] == mock.images

        def test_two(mock):
            assert mock.credits == 1000
            assert mock.images == []

        @pytest.mark.mockserver(credits=5)
        def test_three(mock, mock_server):
            assert mock.credits == 5
            assert mock.url == mock_server.url
            assert call(mock_server, "/api/v1/account")["email"] == "good@example.com"
        """
    )
    project.runpytest_subprocess("--strict-markers").assert_outcomes(passed=3)


def test_the_marker_may_stand_on_a_class(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        @pytest.mark.mockserver(credits=3)
        class TestPoor:
            def test_it(self, mock):
                assert mock.credits == 3
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("money=5", "takes credits=N, not money"),
        ("5", "takes credits=N, not 5"),
        ("credits=-1", "credits must be an integer, 0 or more, not -1"),
        ("credits='5'", "credits must be an integer, 0 or more, not '5'"),
        ("credits=True", "credits must be an integer, 0 or more, not True"),
    ],
)
def test_a_marker_that_means_nothing_is_told(
    project: pytest.Pytester, arguments: str, told: str
) -> None:
    project.makepyfile(
        f"""
        import pytest

        @pytest.mark.mockserver({arguments})
        def test_it(mock):
            pass
        """
    )
    result = project.runpytest_subprocess()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*test_it*{told}*"])


def test_the_options_can_be_overridden(project: pytest.Pytester) -> None:
    project.makeconftest(
        """
        import pytest

        @pytest.fixture(scope="session")
        def mock_server_options():
            return {"picture": "plain", "picture_size": 32, "picture_format": "webp", "credits": 7}
        """
    )
    project.makepyfile(
        """
        from client import generate

        def test_it(mock):
            assert mock.credits == 7
            assert generate(mock)["image"]["mediaType"] == "image/webp"
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)


def test_tests_run_in_parallel_under_xdist(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from client import generate

        @pytest.mark.mockserver(credits=4)
        @pytest.mark.parametrize("number", range(12))
        def test_it(mock, number):
            generate(mock, str(number))
            assert mock.credits == 2
            assert [image["prompt"] for image in mock.images] == [str(number)]
        """
    )
    project.runpytest_subprocess("-n", "2").assert_outcomes(passed=12)


def test_asynchronous_tests_can_use_it(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import asyncio
        from client import generate

        def test_it(mock):
            async def use():
                return await asyncio.gather(*(asyncio.to_thread(generate, mock) for _ in range(4)))
            assert len(asyncio.run(use())) == 4
            assert mock.credits == 992
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)


def test_nothing_heavy_is_loaded_while_it_is_not_used(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys

        def test_it():
            assert "mockserver.pytest_plugin" in sys.modules
            heavy = {"starlette", "uvicorn", "PIL", "jsonschema_rs", "orjson", "mockserver.app"}
            assert not heavy & set(sys.modules)
        """
    )
    # Other plugins that are installed may load anything themselves.
    project.runpytest_subprocess(
        "-p", "no:schemathesis", "-p", "no:hypothesispytest", "-p", "no:anyio"
    ).assert_outcomes(passed=1)


def test_a_run_can_do_without_the_plugin(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys

        import mockserver

        def test_it():
            assert "mockserver.pytest_plugin" not in sys.modules
            with mockserver.MockServer() as server:
                assert server.url.startswith("http://127.0.0.1:")
        """
    )
    project.runpytest_subprocess("-p", "no:mockserver").assert_outcomes(passed=1)


def test_the_marker_is_listed(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess("--markers")

    result.stdout.fnmatch_lines(["@pytest.mark.mockserver(credits=N):*"])


def test_the_plugin_itself_loads_only_pytest() -> None:
    code = "import pytest, sys; before = set(sys.modules); import mockserver.pytest_plugin; print(sorted(set(sys.modules) - before))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "['mockserver', 'mockserver.pytest_plugin']"
