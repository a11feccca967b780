"""Refusals take the status, the shape and the code that the document gives them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.mock.conftest import Client
from tests.mock.editing import (
    FORM,
    as_form,
    operation,
    schemas,
    served,
    styled,
    told_apart,
)


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


def test_a_lack_of_credits_keeps_its_code_under_402() -> None:
    def edit(document: Any) -> None:
        responses = operation(document, "/api/v1/images/generate", "post")["responses"]
        responses["402"] = copy.deepcopy(responses["400"])

    with served(edit, credits=1) as client:
        lack, invalid = client.generate(), client.generate(n=1)

    assert lack.status_code == 402
    (detail,) = lack.json()["error"]["details"]
    assert detail["code"] == "insufficient_credits"
    assert client.account.credits == 1
    assert invalid.status_code == 400


def test_an_error_of_another_media_type_is_sent_as_that_type() -> None:
    def edit(document: Any) -> None:
        responses = operation(document, "/api/v1/images")["responses"]
        responses["400"]["content"] = {
            "application/problem+json": {
                "schema": {
                    "type": "object",
                    "required": ["title", "status"],
                    "properties": {
                        "title": {"type": "string"},
                        "status": {"const": 400},
                    },
                }
            }
        }

    with served(edit) as client:
        reply = client.get("/api/v1/images?limit=0")

    assert reply.status_code == 400
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["status"] == 400
    assert "query.limit must be at least 1" in reply.json()["title"]


def test_a_range_of_statuses_documents_each() -> None:
    def edit(document: Any) -> None:
        responses = operation(document, "/api/v1/images/{id}")["responses"]
        responses["4XX"] = responses.pop("404")

    with served(edit) as client:
        statuses = [
            client.get("/api/v1/images/x").status_code,
            client.get(
                "/api/v1/images/9b2f3f3e-8c5a-4a7e-9a55-0f6f0a5d1c11"
            ).status_code,
        ]

    assert statuses == [400, 404]


@pytest.mark.parametrize(
    ("edit", "send", "path", "code"),
    [
        pytest.param(
            as_form,
            lambda c: c.generate_from(
                b"&".join(b"a%d=1" % n for n in range(10_001)), FORM
            ),
            "body",
            "too_many_fields",
            id="form of too many fields",
        ),
        pytest.param(
            as_form,
            lambda c: c.generate_from(b"prompt=%ff&modelId=openai:gpt-image-2", FORM),
            "body.prompt",
            "invalid_encoding",
            id="form that is not UTF-8",
        ),
        pytest.param(
            as_form,
            lambda c: c.generate_from(b"prompt=&modelId=openai:gpt-image-2", FORM),
            "body.prompt",
            "minLength",
            id="form that breaks the schema",
        ),
        pytest.param(
            styled,
            lambda c: c.get("/api/v1/images?box=1|2|3"),
            "query.box",
            "maxItems",
            id="list that is too long",
        ),
        pytest.param(
            styled,
            lambda c: c.get("/api/v1/images?box=1|x"),
            "query.box[1]",
            "type",
            id="list of another type",
        ),
        pytest.param(
            told_apart,
            lambda c: c.generate(kind="sound"),
            "body.kind",
            "discriminator",
            id="unknown kind",
        ),
    ],
)
def test_what_an_edited_document_asks_for_is_refused_by_its_code(
    edit: Callable[[Any], None],
    send: Callable[[Client], Any],
    path: str,
    code: str,
) -> None:
    with served(edit) as client:
        reply = send(client)

    assert reply.status_code == 400, reply.text
    (detail,) = reply.json()["error"]["details"]
    assert (detail["path"], detail["code"]) == (path, code)


@pytest.mark.parametrize(
    ("edit", "send"),
    [
        pytest.param(
            as_form,
            lambda c: c.generate_from(b"prompt=a+b&modelId=openai:gpt-image-2", FORM),
            id="form",
        ),
        pytest.param(
            styled, lambda c: c.get("/api/v1/images?box=1|2"), id="pipe-delimited list"
        ),
        pytest.param(told_apart, lambda c: c.generate(kind="sketch"), id="kind"),
    ],
)
def test_what_an_edited_document_declares_is_taken(
    edit: Callable[[Any], None], send: Callable[[Client], Any]
) -> None:
    with served(edit) as client:
        assert send(client).status_code == 200
