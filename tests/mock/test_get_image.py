from __future__ import annotations

from uuid import uuid4

import pytest

from mockserver import MockServer
from tests.mock.conftest import Client


def test_an_image_comes_with_its_bytes(client: Client) -> None:
    image = client.image()

    assert client.get(f"/api/v1/images/{image['id']}").json() == {"image": image}


def test_metadata_comes_without_bytes(client: Client) -> None:
    image = client.image()
    reply = client.get(f"/api/v1/images/{image['id']}?format=metadata")
    del image["b64_json"]

    assert reply.json() == {"image": image}


def test_the_id_may_be_in_upper_case(client: Client) -> None:
    image_id = client.image()["id"]

    got = client.get(f"/api/v1/images/{image_id.upper()}").json()
    assert got["image"]["id"] == image_id


def test_the_id_may_be_percent_encoded(client: Client) -> None:
    image_id = client.image()["id"]
    encoded = "".join(f"%{ord(character):02x}" for character in image_id)

    assert client.get(f"/api/v1/images/{encoded}").json()["image"]["id"] == image_id


def test_an_image_is_the_same_each_time(client: Client) -> None:
    path = f"/api/v1/images/{client.image()['id']}"
    client.image()

    assert client.get(path).content == client.get(path).content


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        pytest.param("xyz", ("path.id", "format"), id="malformed id"),
        pytest.param("a%2Fb", ("path.id", "format"), id="encoded slash"),
        pytest.param("%00", ("path.id", "format"), id="encoded NUL"),
        pytest.param("%ff", ("path.id", "invalid_encoding"), id="not UTF-8"),
        pytest.param(str(uuid4()), ("path.id", "not_found"), id="unknown id"),
        pytest.param(uuid4().hex, ("path.id", "format"), id="id without dashes"),
        pytest.param("?format=full", ("query.format", "enum"), id="another format"),
        pytest.param("?format=", ("query.format", "enum"), id="empty format"),
        pytest.param("?format=Metadata", ("query.format", "enum"), id="another case"),
        pytest.param(
            "?format=metadata&format=metadata",
            ("query.format", "repeated"),
            id="format twice",
        ),
    ],
)
def test_what_leads_to_no_image_is_404_and_says_why(
    client: Client, path: str, detail: tuple[str, str]
) -> None:
    if path.startswith("?"):
        path = client.image()["id"] + path
    reply = client.get(f"/api/v1/images/{path}")

    assert reply.status_code == 404
    found = reply.json()["error"]["details"]
    assert [(item["path"], item["code"]) for item in found] == [detail]


def test_the_image_of_another_account_is_not_there(
    client: Client, server: MockServer
) -> None:
    image_id = client.image()["id"]
    unknown = str(uuid4())
    with Client(server.create_account()) as other:
        foreign = other.get(f"/api/v1/images/{image_id}")
        missing = other.get(f"/api/v1/images/{unknown}")

        assert other.get("/api/v1/images").json()["total"] == 0
        assert other.get("/api/v1/usage").json()["total"] == 1
    assert foreign.status_code == missing.status_code == 404
    assert foreign.text.replace(image_id, "ID") == missing.text.replace(unknown, "ID")
