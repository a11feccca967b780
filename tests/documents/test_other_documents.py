"""Documents of other APIs: examples, generated values, refusals in their own words."""

from __future__ import annotations

import base64
import json
import logging
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mockserver import DocumentError, MockServer

KEY = "gi_mock_good"


@contextmanager
def served(
    folder: Path, paths: str, *, more: str = "", version: str = "3.1.0"
) -> Iterator[httpx.Client]:
    """Serve a YAML document with these paths."""
    file = folder / "api.yaml"
    file.write_text(
        f"openapi: {version}\ninfo: {{title: Other, version: '2'}}\n"
        f"paths:\n{textwrap.indent(textwrap.dedent(paths), '  ')}\n{textwrap.dedent(more)}",
        encoding="utf-8",
    )
    with (
        MockServer(file, strict=True, seed=7) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        yield client


def test_a_documented_example_is_answered_first(tmp_path: Path) -> None:
    paths = """
    /pets:
      get:
        responses:
          200:
            description: Pets
            content:
              application/json:
                schema: {type: array, items: {type: string}}
                examples:
                  broken: {value: [1]}
                  good: {value: [Rex, "no", 16:9]}
    """
    with served(tmp_path, paths) as client:
        assert client.get("/pets").json() == ["Rex", "no", "16:9"]


def test_a_value_is_generated_valid_and_stays_the_same(tmp_path: Path) -> None:
    schema: Any = {
        "type": "object",
        "required": ["id", "email", "tags", "at"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "email": {"type": "string", "format": "email"},
            "at": {"type": "string", "format": "date-time"},
            "code": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"},
            "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2},
        },
    }
    paths = f"""
    /things/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
      get:
        responses: {{200: {{description: x, content: {{application/json: {{schema: {json.dumps(schema)}}}}}}}}}
    """
    with served(tmp_path, paths) as client:
        first, again, other = (
            client.get(f"/things/{number}").json() for number in (1, 1, 2)
        )

    Draft202012Validator(schema, format_checker=FormatChecker()).validate(first)
    assert first == again
    assert first != other


def test_a_30_document_may_be_nullable(tmp_path: Path) -> None:
    paths = """
    /a:
      post:
        requestBody:
          content: {application/json: {schema: {type: object, properties: {n: {type: integer, nullable: true, minimum: 0, exclusiveMinimum: true}}}}}
        responses: {204: {description: Done}, 422: {description: Wrong}}
    """
    with served(tmp_path, paths, version="3.0.3") as client:
        assert client.post("/a", json={"n": None}).status_code == 204
        assert client.post("/a", json={"n": 1}).status_code == 204
        refused = client.post("/a", json={"n": 0})

    assert refused.status_code == 422
    assert refused.json()["error"]["details"][0]["path"] == "body.n"


@pytest.mark.parametrize(
    ("content", "media_type", "check"),
    [
        (
            "text/plain: {schema: {type: string, minLength: 3}}",
            "text/plain",
            lambda body: len(body) >= 3,
        ),
        ("text/csv: {example: 'a,b'}", "text/csv", lambda body: body == b"a,b"),
        ("image/png: {schema: {type: string, format: binary}}", "image/png", bool),
        ("application/octet-stream: {}", "application/octet-stream", lambda body: True),
        (
            "application/vnd.x+json: {schema: {const: 5}}",
            "application/vnd.x+json",
            lambda body: body == b"5",
        ),
        ("'*/*': {schema: {const: 5}}", "application/json", lambda body: body == b"5"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_other_media_types_are_answered(
    tmp_path: Path, content: str, media_type: str, check: Any
) -> None:
    paths = f"/a: {{get: {{responses: {{200: {{description: x, content: {{{content}}}}}}}}}}}"
    with served(tmp_path, paths) as client:
        reply = client.get("/a")

    assert reply.status_code == 200
    assert reply.headers["Content-Type"].partition(";")[0] == media_type
    assert check(reply.content)


def test_accept_chooses_among_what_is_documented(tmp_path: Path) -> None:
    paths = """
    /a:
      get:
        responses:
          200:
            description: x
            content:
              text/plain: {example: text}
              application/json: {example: {a: 1}}
    """
    with served(tmp_path, paths) as client:
        chosen = {
            accept: client.get("/a", headers={"Accept": accept}).headers["Content-Type"]
            for accept in (
                "*/*",
                "text/plain",
                "text/*;q=0.5, application/json",
                "image/png",
            )
        }

    assert chosen == {
        "*/*": "application/json",
        "text/plain": "text/plain",
        "text/*;q=0.5, application/json": "application/json",
        "image/png": "application/json",
    }


def test_headers_are_made_but_not_those_of_the_server(tmp_path: Path) -> None:
    paths = """
    /a:
      post:
        responses:
          201:
            description: Made
            headers:
              Location: {schema: {type: string, format: uri}}
              X-Left: {schema: {type: integer, minimum: 5, maximum: 5}}
              Transfer-Encoding: {schema: {type: string, enum: [chunked]}}
    """
    with served(tmp_path, paths) as client:
        reply = client.post("/a")

    assert reply.status_code == 201
    assert reply.headers["Location"].startswith("https://")
    assert reply.headers["X-Left"] == "5"
    assert "Transfer-Encoding" not in reply.headers


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"me:{key}".encode()).decode()


@pytest.mark.parametrize(
    ("scheme", "send"),
    [
        pytest.param(
            "{type: apiKey, in: header, name: X-Key}",
            lambda key: {"headers": {"X-Key": key}},
            id="header",
        ),
        pytest.param(
            "{type: apiKey, in: query, name: key}",
            lambda key: {"params": {"key": key}},
            id="query",
        ),
        pytest.param(
            "{type: apiKey, in: cookie, name: sid}",
            lambda key: {"headers": {"Cookie": f"sid={key}"}},
            id="cookie",
        ),
        pytest.param(
            "{type: http, scheme: basic}",
            lambda key: {"headers": {"Authorization": basic(key)}},
            id="basic",
        ),
        pytest.param(
            "{type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://x/t', scopes: {}}}}",
            lambda key: {"headers": {"Authorization": f"Bearer {key}"}},
            id="oauth2",
        ),
    ],
)
def test_credentials_are_taken_where_the_document_says(
    tmp_path: Path, scheme: str, send: Callable[[str], dict[str, Any]]
) -> None:
    paths = "/a: {get: {security: [{s: []}], responses: {204: {description: x}, 401: {description: y}}}}"
    more = f"components: {{securitySchemes: {{s: {scheme}}}}}"
    with served(tmp_path, paths, more=more) as client:
        good = client.get("/a", **send(KEY))
        bad = client.get("/a", **send("wrong"))
        none = client.get("/a")

    assert (good.status_code, bad.status_code, none.status_code) == (204, 401, 401)
    assert none.headers["WWW-Authenticate"]


def test_optional_credentials_may_be_left_out(tmp_path: Path) -> None:
    paths = "/a: {get: {security: [{s: []}, {}], responses: {204: {description: x}}}}"
    more = "components: {securitySchemes: {s: {type: http, scheme: bearer}}}"
    with served(tmp_path, paths, more=more) as client:
        assert client.get("/a").status_code == 204


def test_a_base_path_of_the_servers_is_served_too(tmp_path: Path) -> None:
    paths = "/a: {get: {responses: {204: {description: x}}}}"
    with served(
        tmp_path, paths, more="servers: [{url: 'https://x.example/v1'}]"
    ) as client:
        assert client.get("/v1/a").status_code == client.get("/a").status_code == 204


def test_a_health_path_of_the_document_is_its_own(tmp_path: Path) -> None:
    paths = "/health: {get: {responses: {200: {description: x, content: {application/json: {example: {up: true}}}}}}}"
    with served(tmp_path, paths) as client:
        assert client.get("/health").json() == {"up": True}


def test_forms_are_read(tmp_path: Path) -> None:
    schema = "{type: object, required: [n], properties: {n: {type: integer}, tags: {type: array, items: {type: string}}}}"
    paths = f"""
    /form:
      post:
        requestBody: {{required: true, content: {{application/x-www-form-urlencoded: {{schema: {schema}}}, multipart/form-data: {{schema: {schema}}}}}}}
        responses: {{204: {{description: x}}, 400: {{description: y}}}}
    """
    with served(tmp_path, paths) as client:
        assert (
            client.post("/form", data={"n": "5", "tags": ["a", "b"]}).status_code == 204
        )
        assert client.post("/form", data={"n": "x"}).status_code == 400
        assert client.post("/form", files={"n": (None, "5")}).status_code == 204
        assert client.post("/form", files={"tags": (None, "5")}).status_code == 400


def test_a_refusal_is_told_in_the_documents_words(tmp_path: Path) -> None:
    paths = """
    /a:
      get:
        parameters: [{name: n, in: query, required: true, schema: {type: integer}}]
        responses:
          204: {description: x}
          4XX:
            description: y
            content:
              application/problem+json:
                schema: {type: object, required: [title, status], properties: {title: {type: string}, status: {type: integer}}}
    """
    with served(tmp_path, paths) as client:
        reply = client.get("/a")

    assert reply.status_code == 400
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert "query.n is required" in reply.json()["title"]


def test_an_operation_of_another_api_with_our_id_is_generated(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    paths = """
    /registry/images:
      get:
        operationId: listImages
        responses:
          200:
            description: x
            content: {application/json: {schema: {type: array, items: {type: string}, minItems: 1}}}
    """
    with served(tmp_path, paths) as client:
        reply = client.get("/registry/images")

    assert reply.status_code == 200
    assert isinstance(reply.json(), list)
    assert "listImages has another contract" in caplog.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "api.yaml"),
        ("swagger: '2.0'", "2.0"),
        ("openapi: 3.2.0\ninfo: {title: x, version: '1'}\npaths: {}", "3.2"),
        ("[1, 2]", "api.yaml"),
        ("a: [", "line"),
        ("openapi: 3.1.0\nopenapi: 3.1.0", "openapi"),
    ],
    ids=["empty", "swagger", "3.2", "list", "syntax", "duplicate"],
)
def test_what_is_no_document_is_refused_with_a_reason(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "api.yaml"
    file.write_text(text)

    with pytest.raises(DocumentError, match=told):
        MockServer(file)
