"""The five behaviours, on documents that took their operation ids or were edited."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from mockserver import MockServer
from mockserver.documents import packaged_document

GENERATE = "/api/v1/images/generate"
IMAGES = "/api/v1/images"
BODY = {"prompt": "a lighthouse", "modelId": "openai:gpt-image-2"}

Edit = Callable[[Any], None]


def operation(document: Any, path: str = GENERATE, method: str = "post") -> Any:
    return document["paths"][path][method]


def schemas(document: Any) -> Any:
    return document["components"]["schemas"]


def parameters_are(**schema: Any) -> Edit:
    """Return an edit that gives both parameters of listImages another schema."""

    def edit(document: Any) -> None:
        for parameter in operation(document, IMAGES, "get")["parameters"]:
            parameter["schema"] = schema

    return edit


def request_property(name: str, schema: Any) -> Edit:
    def edit(document: Any) -> None:
        schemas(document)["GenerateImageRequest"]["properties"][name] = schema

    return edit


def images_are_texts(document: Any) -> None:
    schemas(document)["ListImagesResponse"]["properties"]["images"] = {
        "type": "array",
        "items": {"type": "string"},
    }


def ids_are_numbers(document: Any) -> None:
    parameter = operation(document, f"{IMAGES}/{{id}}", "get")["parameters"][0]
    parameter["schema"] = {"type": "integer"}


def nothing_is_required(document: Any) -> None:
    schemas(document)["GenerateImageRequest"]["required"] = []


def no_body_is_required(document: Any) -> None:
    operation(document)["requestBody"]["required"] = False


def made_is_201(document: Any) -> None:
    responses = operation(document)["responses"]
    responses["201"] = responses.pop("200")


def sent(*edits: Edit, method: str, path: str, body: Any = None) -> Any:
    """Serve the edited document, strictly; return the reply to one request."""
    document = copy.deepcopy(json.loads(packaged_document().read_text("utf-8")))
    for edit in edits:
        edit(document)
    with MockServer(
        document, picture="plain", picture_size=32, images=3, strict=True, seed=7
    ) as server:
        headers = {"Authorization": f"Bearer {server.api_key}"}
        return httpx.request(method, server.url + path, headers=headers, json=body)


@pytest.mark.parametrize(
    ("edit", "method", "path", "body"),
    [
        pytest.param(
            request_property("prompt", {"type": "array", "items": {"type": "string"}}),
            "POST",
            GENERATE,
            {**BODY, "prompt": ["a", "b"]},
            id="prompt is a list",
        ),
        pytest.param(
            parameters_are(type="string"), "GET", f"{IMAGES}?limit=2", None, id="limit"
        ),
        pytest.param(images_are_texts, "GET", IMAGES, None, id="images are texts"),
        pytest.param(ids_are_numbers, "GET", f"{IMAGES}/5", None, id="id is a number"),
    ],
)
def test_an_operation_of_other_types_is_generated(
    edit: Edit,
    method: str,
    path: str,
    body: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    reply = sent(edit, method=method, path=path, body=body)

    assert reply.status_code == 200, reply.text
    assert "has another contract" in caplog.text


def test_a_generation_may_be_documented_as_201() -> None:
    reply = sent(made_is_201, method="POST", path=GENERATE, body=BODY)

    assert reply.status_code == 201
    assert reply.json()["credits"] == {"charged": 6, "remaining": 994}


@pytest.mark.parametrize("body", [{}, {"prompt": "a lighthouse"}], ids=str)
def test_what_is_no_longer_required_may_be_missing(body: Any) -> None:
    model = {"enum": ["a:one", "b:two"], "type": "string", "default": "b:two"}

    def image_model(document: Any) -> None:
        schemas(document)["ImageMetadata"]["properties"]["modelId"] = model
        schemas(document)["ImageMetadata"]["properties"]["prompt"] = {"type": "string"}

    reply = sent(
        nothing_is_required,
        request_property("modelId", model),
        image_model,
        method="POST",
        path=GENERATE,
        body=body,
    )

    assert reply.status_code == 200, reply.text
    assert reply.json()["image"]["modelId"] == "b:two"


def test_no_body_buys_no_image_even_if_none_is_required() -> None:
    reply = sent(no_body_is_required, method="POST", path=GENERATE)

    assert reply.status_code == 400
    assert reply.json()["error"]["details"][0]["code"] == "required"


def test_a_ratio_that_may_be_null_is_the_default() -> None:
    ratio = request_property("aspectRatio", {"type": ["string", "null"]})
    reply = sent(
        ratio, method="POST", path=GENERATE, body={**BODY, "aspectRatio": None}
    )

    assert reply.json()["image"]["aspectRatio"] == "1:1"


@pytest.mark.parametrize(
    ("kind", "query", "limit", "offset"),
    [
        ("integer", "limit=2", 2, 0),
        ("number", "limit=2.5&offset=1", 2, 1),
        ("integer", "limit=-2&offset=-1", 0, 0),
    ],
)
def test_a_page_without_documented_bounds_is_still_a_page(
    kind: str, query: str, limit: int, offset: int
) -> None:
    def no_bounds_of_the_reply(document: Any) -> None:
        for name in ("limit", "offset"):
            schemas(document)["ListImagesResponse"]["properties"][name] = {
                "type": "integer"
            }

    page = sent(
        parameters_are(type=kind),
        no_bounds_of_the_reply,
        method="GET",
        path=f"{IMAGES}?{query}",
    ).json()

    assert (page["limit"], page["offset"], page["total"]) == (limit, offset, 3)
    assert len(page["images"]) == min(limit, 3 - offset)
