from __future__ import annotations

from typing import Any

import pytest

from tests.mock.conftest import Client

LISTS = [
    pytest.param("/api/v1/images", "images", id="images"),
    pytest.param("/api/v1/usage", "transactions", id="usage"),
]


@pytest.fixture
def filled(client: Client) -> Client:
    """Return a client with 7 images, and so 8 transactions."""
    for number in range(7):
        client.image(prompt=f"number {number}")
    return client


@pytest.mark.parametrize(("path", "rows"), LISTS)
def test_an_empty_or_short_list_is_one_page(
    client: Client, path: str, rows: str
) -> None:
    body = client.get(path).json()

    assert (body["limit"], body["offset"]) == (20, 0)
    assert body["total"] == len(body[rows])


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


def test_a_new_image_shifts_the_list_by_one(filled: Client) -> None:
    before = filled.get("/api/v1/images?limit=5").json()["images"]
    filled.image()

    assert filled.get("/api/v1/images?limit=5&offset=1").json()["images"] == before


def test_bytes_are_not_listed(filled: Client) -> None:
    assert "b64_json" not in filled.get("/api/v1/images").text
