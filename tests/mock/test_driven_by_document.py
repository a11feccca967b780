"""The document drives the mock: it is edited, and no code is changed."""

from __future__ import annotations

import copy
from typing import Any

from tests.mock.editing import operation, schemas, served


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


def test_a_new_optional_field_is_left_out_everywhere_or_the_same() -> None:
    """What the document does not require, a behaviour that knows nothing of it omits."""

    def edit(document: Any) -> None:
        schemas(document)["ImageMetadata"]["properties"]["note"] = {"type": "string"}

    with served(edit) as client:
        image = client.image()
        listed = client.get("/api/v1/images").json()["images"][0]
        got = client.get(f"/api/v1/images/{image['id']}").json()["image"]

    assert image.get("note") == listed.get("note") == got.get("note")


def test_what_is_filled_in_stays_with_its_image_when_the_list_moves() -> None:
    def edit(document: Any) -> None:
        image = schemas(document)["ImageMetadata"]
        image["properties"]["sizes"] = {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["of"],
                "properties": {
                    "of": {
                        "type": "object",
                        "required": ["width"],
                        "properties": {"width": {"type": "integer"}},
                    }
                },
            },
        }
        image["required"].append("sizes")

    with served(edit) as client:
        for _ in range(3):
            client.image()
        before = client.get("/api/v1/images").json()["images"]
        client.image()
        after = client.get("/api/v1/images").json()["images"]
        page = client.get("/api/v1/images?limit=1&offset=2").json()["images"]

    assert after[1:] == before
    assert page == [after[2]]
    assert {str(image["sizes"]) for image in after} != {str(after[0]["sizes"])}


def test_a_page_and_its_rows_are_filled_too() -> None:
    def edit(document: Any) -> None:
        usage = schemas(document)["ListUsageResponse"]
        usage["properties"]["currency"] = {"enum": ["credits"]}
        usage["required"].append("currency")
        row = schemas(document)["CreditTransaction"]
        row["properties"]["invoice"] = {"type": "string", "format": "uuid"}
        row["required"].append("invoice")

    with served(edit) as client:
        client.image()
        first = client.get("/api/v1/usage").json()
        client.image()
        second = client.get("/api/v1/usage").json()

    assert first["currency"] == "credits"
    assert second["transactions"][1:] == first["transactions"]
    assert len({row["invoice"] for row in second["transactions"]}) == 3


def test_a_new_required_query_parameter_is_asked_for() -> None:
    def edit(document: Any) -> None:
        operation(document, "/api/v1/usage")["parameters"].append(
            {
                "name": "month",
                "in": "query",
                "required": True,
                "schema": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
            }
        )

    with served(edit) as client:
        missing = client.get("/api/v1/usage")
        wrong = client.get("/api/v1/usage?month=may")
        good = client.get("/api/v1/usage?month=2026-05")

    assert [reply.status_code for reply in (missing, wrong, good)] == [400, 400, 200]
    told = [reply.json()["error"]["details"] for reply in (missing, wrong)]
    assert [[(item["path"], item["code"]) for item in items] for items in told] == [
        [("query.month", "required")],
        [("query.month", "pattern")],
    ]


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

    assert missing.json()["error"]["details"][0]["path"] == "header.X-Team"
    assert [missing.status_code, wrong.status_code, good.status_code] == [400, 400, 200]


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


def test_the_key_is_looked_for_where_the_document_says() -> None:
    def edit(document: Any) -> None:
        document["components"]["securitySchemes"]["ApiKeyBearer"] = {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
        }

    with served(edit) as client:
        bearer = client.get("/api/v1/account")
        named = client.get(
            "/api/v1/account", headers={"X-API-Key": client.account.api_key}
        )

    assert (bearer.status_code, named.status_code) == (401, 200)
    assert bearer.json()["error"]["details"][0]["path"] == "header.X-API-Key"


def test_a_removed_operation_is_gone() -> None:
    def edit(document: Any) -> None:
        del document["paths"]["/api/v1/usage"]

    with served(edit) as client:
        assert client.get("/api/v1/usage").status_code == 404
        assert client.image()


def test_a_moved_operation_keeps_its_behaviour() -> None:
    def edit(document: Any) -> None:
        document["paths"]["/v2/me"] = document["paths"].pop("/api/v1/account")

    with served(edit) as client:
        assert client.get("/v2/me").json()["creditBalance"] == 1000
