from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from mockserver import ManualClock, MockServer
from tests.mock.conftest import FAILING_PROMPT, Client, fail_on_demand


def played(seed: int, *, picture: Any = "captioned") -> list[str]:
    """Return the answers to a few requests, one client at a time, clock frozen."""
    with (
        MockServer(
            seed=seed, clock=ManualClock(), picture=picture, picture_size=96
        ) as server,
        Client(server.account("gi_mock_good")) as client,
    ):
        image = client.image(prompt="a lighthouse")
        replies = [
            client.generate(n=1),
            client.generate(style="watercolour"),
            client.get("/api/v1/images"),
            client.get(f"/api/v1/images/{image['id']}"),
            client.get("/api/v1/account"),
            client.get("/api/v1/usage"),
        ]
    return [reply.text + reply.headers["X-Request-Id"] for reply in replies]


def test_the_same_seed_and_requests_give_the_same_bytes() -> None:
    assert played(7) == played(7)


def test_another_process_answers_the_same() -> None:
    code = (
        "import json; from tests.mock.test_determinism import played;"
        "print(json.dumps(played(7)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert json.loads(run.stdout) == played(7)


def test_another_seed_gives_other_ids_and_pictures() -> None:
    assert not set(played(7)) & set(played(8)[1:])


def test_ids_do_not_repeat_within_or_between_accounts() -> None:
    """Of images, transactions and users, refused and failed generations among them."""
    with MockServer(
        seed=7, picture="plain", picture_size=16, provider=fail_on_demand
    ) as server:
        ids: list[str] = []
        for _ in range(3):
            account = server.create_account()
            with Client(account) as client:
                for body in ({}, {"n": 1}, {"prompt": FAILING_PROMPT}, {}):
                    client.generate(**body)
            ids.append(account.user_id)
            ids += [row["id"] for row in (*account.images, *account.transactions)]

    assert len(ids) == len(set(ids)) == 3 * (1 + 2 + 5)


def test_what_others_do_changes_nothing_for_an_account() -> None:
    """Draws derive from (seed, account, counter), not from a stream that is shared."""

    def second_image(others: int) -> str:
        with MockServer(seed=7, picture="plain", picture_size=16) as server:
            with Client(server.account("gi_mock_second")) as other:
                for _ in range(others):
                    other.image()
            with Client(server.account("gi_mock_good")) as client:
                client.image()
                image_id: str = client.image()["id"]
                return image_id

    assert second_image(0) == second_image(3)


def test_without_a_seed_two_mocks_differ() -> None:
    with MockServer() as one, MockServer() as other:
        assert one.seed != other.seed


def test_ids_go_on_after_a_restart(tmp_path: Any) -> None:
    state = tmp_path / "mock.db"
    ids = []
    for _ in range(3):
        with (
            MockServer(state=state, picture="plain", picture_size=16) as server,
            Client(server.account("gi_mock_good")) as client,
        ):
            ids.append(client.image()["id"])
            listed = [
                row["id"] for row in client.get("/api/v1/images").json()["images"]
            ]
            assert listed == ids[::-1]

    assert len(set(ids)) == 3


def test_a_picture_is_the_same_after_a_restart_with_other_options(
    tmp_path: Any,
) -> None:
    state = tmp_path / "mock.db"
    with (
        MockServer(state=state, picture_size=128) as server,
        Client(server.account("gi_mock_good")) as client,
    ):
        image = client.image()
    with (
        MockServer(state=state, picture="plain", picture_format="jpeg") as server,
        Client(server.account("gi_mock_good")) as client,
    ):
        again = client.get(f"/api/v1/images/{image['id']}").json()["image"]

    assert again == image
