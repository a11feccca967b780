from __future__ import annotations

from typing import Any

import pytest

from mockserver import ManualClock, MockServer
from tests.mock.conftest import Client

LISTS = [
    pytest.param("/api/v1/images", "images", id="images"),
    pytest.param("/api/v1/usage", "transactions", id="usage"),
]
EMPTY = [
    pytest.param("/api/v1/images", "images", 0, id="images"),
    pytest.param("/api/v1/usage", "transactions", 1, id="usage"),
]


@pytest.fixture
def filled(client: Client) -> Client:
    """Return a client with 7 images, and so 8 transactions."""
    for number in range(7):
        client.image(prompt=f"number {number}")
    return client


@pytest.mark.parametrize(("path", "rows"), LISTS)
def test_20_rows_from_the_newest_are_the_default(
    server: MockServer, path: str, rows: str
) -> None:
    with Client(server.create_account()) as client:
        for _ in range(21):
            client.image()
        body = client.get(path).json()
        asked = client.get(path, params={"limit": 20, "offset": 0}).json()

    assert (body["limit"], body["offset"], len(body[rows])) == (20, 0, 20)
    assert body == asked


@pytest.mark.parametrize(("path", "rows", "total"), EMPTY)
def test_a_new_account_has_no_images_and_its_grant(
    client: Client, path: str, rows: str, total: int
) -> None:
    body = client.get(path).json()

    assert body["total"] == len(body[rows]) == total


@pytest.mark.parametrize(("path", "rows"), LISTS)
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 7, 8, 100])
def test_pages_of_any_size_make_up_the_list(
    filled: Client, path: str, rows: str, limit: int
) -> None:
    whole = filled.get(path, params={"limit": 100}).json()
    walked: list[Any] = []
    while len(walked) < whole["total"]:
        page = filled.get(path, params={"limit": limit, "offset": len(walked)}).json()
        assert (page["limit"], page["offset"]) == (limit, len(walked))
        assert page["total"] == whole["total"]
        walked += page[rows]

    assert walked == whole[rows]


@pytest.mark.parametrize(("path", "rows"), LISTS)
def test_both_bounds_that_are_broken_are_named(
    client: Client, path: str, rows: str
) -> None:
    details = client.get(f"{path}?limit=0&offset=-1").json()["error"]["details"]

    assert [(item["path"], item["code"]) for item in details] == [
        ("query.limit", "minimum"),
        ("query.offset", "minimum"),
    ]


@pytest.mark.parametrize(("path", "rows"), LISTS)
@pytest.mark.parametrize("offset", [8, 9, 1000, 2**63, 10**30])
def test_beyond_the_end_is_an_empty_page(
    filled: Client, path: str, rows: str, offset: int
) -> None:
    body = filled.get(path, params={"offset": offset}).json()

    assert body[rows] == []
    assert body["offset"] == offset
    assert body["total"] in (7, 8)


@pytest.mark.parametrize(("path", "rows"), LISTS)
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "minimum"),
        ("limit=101", "maximum"),
        ("limit=-1", "minimum"),
        ("limit=x", "type"),
        ("limit=1.5", "type"),
        ("limit=", "type"),
        ("limit=1e2", "type"),
        ("limit=05", "type"),
        ("limit=%2B5", "type"),
        ("limit=%205", "type"),
        ("limit=null", "type"),
        ("limit=%D9%A3", "type"),
        ("limit=1&limit=1", "repeated"),
        ("offset=-1", "minimum"),
        ("offset=x", "type"),
        ("offset=%zz", "invalid_encoding"),
    ],
)
def test_a_bound_that_is_broken_is_named(
    client: Client, path: str, rows: str, query: str, code: str
) -> None:
    reply = client.get(f"{path}?{query}")

    assert reply.status_code == 400
    (detail,) = reply.json()["error"]["details"]
    assert (detail["path"], detail["code"]) == (
        f"query.{query.partition('=')[0]}",
        code,
    )


def test_unknown_query_parameters_are_ignored(client: Client) -> None:
    assert client.get("/api/v1/images?page=2&sort=asc").status_code == 200


def test_images_are_listed_newest_first(filled: Client) -> None:
    prompts = [
        image["prompt"] for image in filled.get("/api/v1/images").json()["images"]
    ]

    assert prompts == [f"number {number}" for number in reversed(range(7))]


def test_the_opening_grant_is_the_oldest_transaction(filled: Client) -> None:
    rows = filled.get("/api/v1/usage").json()["transactions"]

    assert [row["type"] for row in rows] == ["deduction"] * 7 + ["addition"]


@pytest.mark.parametrize(("path", "rows"), LISTS)
def test_a_new_row_shifts_the_list_by_one(filled: Client, path: str, rows: str) -> None:
    """So counted from the end, a row keeps its place for ever."""
    before = filled.get(path).json()
    filled.image()
    after = filled.get(path).json()

    assert after["total"] == before["total"] + 1
    assert after[rows][1:] == before[rows]
    for offset in range(before["total"]):
        page = filled.get(path, params={"limit": 1, "offset": offset + 1}).json()
        assert page[rows] == [before[rows][offset]]


@pytest.mark.parametrize(("path", "rows"), LISTS)
def test_a_page_is_the_same_each_time(filled: Client, path: str, rows: str) -> None:
    query = {"limit": 3, "offset": 2}

    assert filled.get(path, params=query).text == filled.get(path, params=query).text


@pytest.mark.parametrize(("path", "rows"), LISTS)
def test_rows_of_the_same_moment_keep_the_order_of_their_requests(
    path: str, rows: str
) -> None:
    with (
        MockServer(
            clock=ManualClock(), picture="plain", picture_size=16, strict=True
        ) as server,
        Client(server.create_account()) as client,
    ):
        ids = [client.image()["id"] for _ in range(5)]
        listed = client.get(path, params={"limit": 5}).json()[rows]

    key = "id" if rows == "images" else "referenceId"
    assert [row[key] for row in listed] == ids[::-1]
    assert len({row["createdAt"] for row in listed}) == 1


def test_rows_are_dated_by_the_clock() -> None:
    clock = ManualClock()
    with (
        MockServer(clock=clock, picture="plain", picture_size=16) as server,
        Client(server.create_account()) as client,
    ):
        client.image()
        clock.advance(61.5)
        client.image()
        images = client.get("/api/v1/images").json()["images"]

    assert [image["createdAt"] for image in images] == [
        "2026-01-01T00:01:01.500Z",
        "2026-01-01T00:00:00.000Z",
    ]


def test_bytes_are_not_listed(filled: Client) -> None:
    assert "b64_json" not in filled.get("/api/v1/images").text
