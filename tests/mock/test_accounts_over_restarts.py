"""Which keys are good, and what they lead to, over restarts with a state file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockserver import MockServer, SettingsError


def account(server: MockServer, key: str) -> Any:
    headers = {"Authorization": f"Bearer {key}"}
    reply = httpx.get(f"{server.url}/api/v1/account", headers=headers)
    return reply.json() if reply.status_code == 200 else reply.status_code


def test_a_key_is_good_only_while_it_is_given(tmp_path: Path) -> None:
    state = tmp_path / "mock.db"
    with MockServer(state=state, auth="any") as server:
        stranger = account(server, "stranger")
    with MockServer(state=state) as server:
        assert account(server, "stranger") == 401
    with MockServer(state=state, api_keys={"stranger": None}) as server:
        assert account(server, "stranger") == stranger


def test_a_well_known_key_keeps_its_account_without_magic(tmp_path: Path) -> None:
    state = tmp_path / "mock.db"
    with MockServer(state=state) as server:
        good = account(server, "gi_mock_good")
    for _ in range(2):
        with MockServer(
            state=state, magic=False, api_keys={"gi_mock_good": None}
        ) as server:
            assert account(server, "gi_mock_good") == good
            assert account(server, "gi_mock_second") == 401


def test_a_key_that_is_given_is_the_users() -> None:
    keys = {"gi_mock_good": 5, "gi_mock_revoked": 6, "gi_mock_limited": 7}
    with MockServer(api_keys=keys) as server:
        balances = {key: account(server, key)["creditBalance"] for key in keys}

    assert balances == keys


def test_credits_of_an_account_that_exists_are_told_to_be_without_effect(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    state = tmp_path / "mock.db"
    with MockServer(state=state, api_keys={"mine": 7}):
        assert not caplog.text
    with MockServer(state=state, api_keys={"mine": 99}) as server:
        assert account(server, "mine")["creditBalance"] == 7

    assert "keeps its balance" in caplog.text
    assert "mine" not in caplog.text


def test_credits_below_zero_are_none() -> None:
    with MockServer() as server, pytest.raises(SettingsError, match="not -5"):
        server.create_account(credits=-5)


def test_a_mock_without_any_key_is_refused() -> None:
    with pytest.raises(SettingsError, match="leaves no valid key"):
        MockServer(magic=False)
