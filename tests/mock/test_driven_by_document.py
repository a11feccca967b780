"""The document drives the mock: it is edited, and no code is changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from mockserver import MockServer
from mockserver.documents import packaged_document
from tests.mock.conftest import Client

Edit = Callable[[Any], None]


def edited(*edits: Edit) -> Any:
    document = copy.deepcopy(json.loads(packaged_document().read_text("utf-8")))
    for edit in edits:
        edit(document)
    return document


@contextmanager
def served(*edits: Edit, credits: int = 1000) -> Iterator[Client]:
    with (
        MockServer(
            edited(*edits), picture="plain", picture_size=32, strict=True
        ) as server,
        Client(server.create_account(credits=credits)) as client,
    ):
        yield client


def schemas(document: Any) -> Any:
    return document["components"]["schemas"]


def operation(document: Any, path: str, method: str = "get") -> Any:
    return document["paths"][path][method]


def test_a_new_model_is_taken_at_the_median_price() -> None:
    def edit(document: Any) -> None:
        for name in ("GenerateImageRequest", "ImageMetadata"):
            schemas(document)[name]["properties"]["modelId"]["enum"].append(
                "google:new"
            )

    with served(edit) as client:
        reply = client.generate(modelId="google:new").json()

    assert reply["credits"]["charged"] == 4
    assert reply["image"]["providerId"] == "google"


def test_a_new_ratio_is_drawn() -> None:
    def edit(document: Any) -> None:
        for name in ("GenerateImageRequest", "ImageMetadata"):
            schemas(document)[name]["properties"]["aspectRatio"]["enum"].append("5:4")

    with served(edit) as client:
        assert client.image(aspectRatio="5:4")["aspectRatio"] == "5:4"


def test_limits_and_defaults_are_the_documents() -> None:
    def edit(document: Any) -> None:
        limit = operation(document, "/api/v1/images")["parameters"][0]["schema"]
        limit |= {"maximum": 250, "default": 7}
        schemas(document)["ListImagesResponse"]["properties"]["limit"]["maximum"] = 250

    with served(edit) as client:
        assert client.get("/api/v1/images").json()["limit"] == 7
        assert client.get("/api/v1/images?limit=250").json()["limit"] == 250
        assert client.get("/api/v1/images?limit=251").status_code == 400
        assert client.get("/api/v1/usage").json()["limit"] == 20
        assert client.get("/api/v1/usage?limit=101").status_code == 400


def test_a_longer_prompt_is_taken() -> None:
    def edit(document: Any) -> None:
        schemas(document)["GenerateImageRequest"]["properties"]["prompt"][
            "maxLength"
        ] = 5000

    with served(edit) as client:
        assert client.generate(prompt="x" * 5000).status_code == 200
        assert client.generate(prompt="x" * 5001).status_code == 400


def test_a_new_required_field_is_filled_and_stays_the_same() -> None:
    def edit(document: Any) -> None:
        image = schemas(document)["ImageMetadata"]
        image["properties"]["size"] = {
            "type": "object",
            "required": ["width", "unit"],
            "properties": {
                "width": {"type": "integer", "minimum": 1, "maximum": 4096},
                "unit": {"const": "px"},
            },
        }
        image["properties"]["note"] = {"type": "string"}
        image["required"].append("size")
        account = schemas(document)["AccountResponse"]
        account["properties"]["plan"] = {"enum": ["free", "paid"]}
        account["required"].append("plan")

    with served(edit) as client:
        images = [client.image(prompt=str(number)) for number in range(3)]
        first = images[0]
        listed = client.get("/api/v1/images").json()["images"]
        got = client.get(f"/api/v1/images/{first['id']}?format=metadata").json()[
            "image"
        ]
        plan = client.get("/api/v1/account").json()["plan"]

    assert first["size"]["unit"] == "px"
    assert 1 <= first["size"]["width"] <= 4096
    assert got["size"] == listed[2]["size"] == first["size"]
    assert len({image["size"]["width"] for image in images}) > 1
    assert plan in ("free", "paid")


def test_a_new_operation_is_answered_from_its_schema() -> None:
    def edit(document: Any) -> None:
        document["paths"]["/api/v1/models"] = {
            "get": {
                "operationId": "listModels",
                "parameters": [
                    {
                        "name": "kind",
                        "in": "query",
                        "required": True,
                        "schema": {"enum": ["a", "b"]},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "Models",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["models"],
                                    "properties": {
                                        "models": {
                                            "type": "array",
                                            "minItems": 2,
                                            "items": {
                                                "type": "string",
                                                "format": "uuid",
                                            },
                                        }
                                    },
                                }
                            }
                        },
                    },
                    "400": copy.deepcopy(
                        operation(document, "/api/v1/images")["responses"]["400"]
                    ),
                },
            }
        }

    with served(edit) as client:
        first = client.get("/api/v1/models?kind=a")
        again = client.get("/api/v1/models?kind=a")
        wrong = client.get("/api/v1/models?kind=c")
        missing = client.get("/api/v1/models")
        del client.headers["Authorization"]
        anonymous = client.get("/api/v1/models?kind=a")

    assert first.status_code == 200
    assert len(first.json()["models"]) >= 2
    assert first.json() == again.json()
    assert wrong.json()["error"]["details"][0]["code"] == "enum"
    assert missing.json()["error"]["details"][0]["code"] == "required"
    assert anonymous.status_code == 401


def test_a_new_parameter_is_checked() -> None:
    def edit(document: Any) -> None:
        operation(document, "/api/v1/images")["parameters"].append(
            {
                "name": "X-Team",
                "in": "header",
                "required": True,
                "schema": {"type": "integer"},
            }
        )

    with served(edit) as client:
        missing = client.get("/api/v1/images")
        wrong = client.get("/api/v1/images", headers={"X-Team": "a"})
        good = client.get("/api/v1/images", headers={"X-Team": "5"})

    assert missing.json()["error"]["details"][0]["path"] == 'header["X-Team"]' or (
        missing.json()["error"]["details"][0]["path"] == "header.X-Team"
    )
    assert [missing.status_code, wrong.status_code, good.status_code] == [400, 400, 200]


@pytest.mark.parametrize(
    ("path", "method", "status", "send"),
    [
        pytest.param(
            "/api/v1/images/generate", "post", "402", lambda c: c.generate(), id="402"
        ),
        pytest.param(
            "/api/v1/images/{id}",
            "get",
            "400",
            lambda c: c.get("/api/v1/images/x"),
            id="400 on getImage",
        ),
        pytest.param(
            "/api/v1/images/generate",
            "post",
            "415",
            lambda c: c.post("/api/v1/images/generate", content=b"x"),
            id="415",
        ),
        pytest.param(
            "/api/v1/images/generate",
            "post",
            "413",
            lambda c: c.generate(style="x" * 2_000_000),
            id="413",
        ),
        pytest.param(
            "/api/v1/images/generate",
            "post",
            "422",
            lambda c: c.generate(),
            id="422 beside 400",
        ),
    ],
)
def test_a_refusal_takes_the_status_that_is_declared(
    path: str, method: str, status: str, send: Callable[[Client], Any]
) -> None:
    def edit(document: Any) -> None:
        responses = operation(document, path, method)["responses"]
        responses[status] = copy.deepcopy(responses["401"])

    with served(edit, credits=1) as client:
        expected = 400 if status == "422" else int(status)
        assert send(client).status_code == expected


def test_a_refusal_takes_the_shape_that_is_declared() -> None:
    def edit(document: Any) -> None:
        schemas(document)["ErrorResponse"] = {
            "type": "object",
            "required": ["code", "problem"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "integer", "minimum": 1},
                "problem": {
                    "type": "object",
                    "required": ["detail"],
                    "properties": {"detail": {"type": "string"}},
                },
            },
        }

    with served(edit, credits=1) as client:
        reply = client.generate()

    assert reply.status_code == 400
    assert set(reply.json()) == {"code", "problem"}
    assert "Not enough credits" in reply.json()["problem"]["detail"]


def test_an_operation_without_security_needs_no_key() -> None:
    def edit(document: Any) -> None:
        operation(document, "/api/v1/account")["security"] = []

    with served(edit) as client:
        del client.headers["Authorization"]
        assert client.get("/api/v1/account").status_code == 200
        assert client.get("/api/v1/images").status_code == 401


def test_which_models_think_is_read_from_the_description() -> None:
    def edit(document: Any) -> None:
        thinking = schemas(document)["GenerateImageRequest"]["properties"][
            "thinkingLevel"
        ]
        thinking["description"] = "Only supported by: openai:gpt-image-2."

    with served(edit) as client:
        good = client.generate(modelId="openai:gpt-image-2", thinkingLevel="deep")
        bad = client.generate(
            modelId="google:gemini-3-pro-image-preview", thinkingLevel="deep"
        )

    assert (good.status_code, bad.status_code) == (200, 400)
