from __future__ import annotations

from typing import Any

import pytest

from mockserver.errors import DocumentError
from mockserver.openapi import Document, MatchKind
from tests.openapi.documents import OK, document


def routes(*templates: str, method: str = "get", **more: Any) -> Document:
    return document(
        paths={
            template: {method: {"operationId": template, "responses": OK}}
            for template in templates
        },
        **more,
    )


def found(
    loaded: Document, path: str, method: str = "GET"
) -> tuple[str, dict[str, str]]:
    match = loaded.match(method, path)
    assert match.operation is not None, match
    return match.operation.id, dict(match.path_values)


@pytest.mark.parametrize(
    ("template", "path", "values"),
    [
        ("/a", "/a", {}),
        ("/", "/", {}),
        ("/a/", "/a/", {}),
        ("/a b", "/a%20b", {}),
        ("/a", "/%61", {}),
        ("/{id}", "/5", {"id": "5"}),
        ("/{id}", "/a%2Fb", {"id": "a%2Fb"}),
        ("/{a}/x/{b}", "/1/x/2", {"a": "1", "b": "2"}),
        ("/{a}-{b}", "/1-2", {"a": "1", "b": "2"}),
        ("/{a}-{b}", "/1-2-3", {"a": "1-2", "b": "3"}),
        ("/f/{name}.{ext}", "/f/a.tar.gz", {"name": "a.tar", "ext": "gz"}),
        ("/v{n}/x", "/v2/x", {"n": "2"}),
        ("/{n}:run", "/5:run", {"n": "5"}),
        ("/({a},{b})", "/(1,2)", {"a": "1", "b": "2"}),
    ],
)
def test_a_path_matches_its_template(
    template: str, path: str, values: dict[str, str]
) -> None:
    assert found(routes(template), path) == (template, values)


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/a", "/a/"),
        ("/a/", "/a"),
        ("/a", "/A"),
        ("/a", "a"),
        ("/a", ""),
        ("/{id}", "/"),
        ("/{id}", "/a/b"),
        ("/{a}-{b}", "/1-"),
        ("/{a}-{b}", "/-2"),
        ("/{a}-{b}", "/-"),
        ("/v{n}", "/v"),
        ("/{a}ab{b}a", "/xaba"),
        ("/a/b", "/a%2Fb"),
        ("/{a}-{b}.{c}", "/" + "-" * 50_000),
        ("/a", "/" * 50_000),
    ],
    ids=lambda text: text[:20],
)
def test_another_path_does_not_match(template: str, path: str) -> None:
    match = routes(template).match("GET", path)
    assert (match.kind, match.operation, match.allowed) == (MatchKind.NONE, None, ())


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/a/b", "/a/b"),
        ("/a/c", "/a/{x}"),
        ("/a/v1", "/a/v{x}"),
        ("/z/b", "/{x}/b"),
        ("/z/y", "/{x}/{y}"),
        ("/a/b/d", "/{x}/b/d"),
    ],
)
def test_a_path_belongs_to_its_most_concrete_template(path: str, template: str) -> None:
    loaded = routes(
        "/{x}/{y}", "/{x}/b", "/a/{x}", "/a/v{x}", "/a/b", "/a/b/c", "/{x}/b/d"
    )
    assert found(loaded, path)[0] == template


def test_a_concrete_path_with_another_method_is_not_the_general_one() -> None:
    loaded = document(
        paths={
            "/a/{id}": {"get": {"responses": OK}, "delete": {"responses": OK}},
            "/a/new": {"post": {"responses": OK}},
        }
    )
    match = loaded.match("GET", "/a/new")
    assert (match.kind, match.allowed) == (MatchKind.METHOD, ("POST",))
    match = loaded.match("PUT", "/a/5")
    assert (match.kind, match.allowed) == (MatchKind.METHOD, ("GET", "DELETE"))


@pytest.mark.parametrize(
    "method", ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]
)
def test_every_method_of_openapi_is_honoured(method: str) -> None:
    loaded = routes("/a", method=method.lower())
    assert loaded.match(method, "/a").kind is MatchKind.FULL
    assert loaded.operations[0].method == method


def test_templates_that_differ_in_names_share_a_path_with_a_notice() -> None:
    loaded = document(
        paths={
            "/a/{id}": {"get": {"responses": OK}},
            "/a/{key}": {"put": {"responses": OK}},
        }
    )
    assert found(loaded, "/a/5")[1] == {"id": "5"}
    assert found(loaded, "/a/5", "PUT")[1] == {"key": "5"}
    assert "differs from /a/{id} in names only" in str(loaded.notices)


def test_two_operations_of_one_path_are_refused() -> None:
    with pytest.raises(DocumentError, match=r"GET is also at /a/\{x\}"):
        routes("/a/{x}", "/a/{y}")


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("a", "must start with /"),
        ("/{a}{b}", "nothing between them"),
        ("/{a", "without its other half"),
        ("/a}", "without its other half"),
        ("/{}", "without a name"),
        ("/{a}/{a}", "'a' twice"),
    ],
)
def test_a_malformed_template_is_refused(template: str, told: str) -> None:
    with pytest.raises(DocumentError, match="the path") as caught:
        routes(template)
    assert told in caught.value.reason


def test_a_fragment_that_tells_twins_apart_is_left_out_with_a_notice() -> None:
    loaded = document(
        paths={
            "/a": {"get": {"operationId": "plain", "responses": OK}},
            "/a#twin": {
                "get": {"operationId": "twin", "responses": OK},
                "put": {"operationId": "put", "responses": OK},
            },
            "/b?x=1": {"get": {"operationId": "query", "responses": OK}},
        }
    )
    assert found(loaded, "/a")[0] == "plain"
    assert found(loaded, "/a", "PUT")[0] == "put"
    assert found(loaded, "/b")[0] == "query"
    assert (
        len([one for one in loaded.notices if "is no part of a path" in one.message])
        == 2
    )


@pytest.mark.parametrize(
    ("server", "base"),
    [
        ({"url": "https://example.com/v1"}, "/v1"),
        ({"url": "https://example.com/v1/"}, "/v1"),
        ({"url": "/v1"}, "/v1"),
        ({"url": "v1"}, "/v1"),
        (
            {
                "url": "https://{host}/{base}/x",
                "variables": {"host": {"default": "a"}, "base": {"default": "v2"}},
            },
            "/v2/x",
        ),
        ({"url": "https://example.com"}, ""),
    ],
)
def test_paths_are_served_with_and_without_the_base_path_of_a_server(
    server: Any, base: str
) -> None:
    loaded = routes("/a", "/b/{id}", servers=[server])
    for prefix in ("", base):
        assert found(loaded, f"{prefix}/a") == ("/a", {})
        assert found(loaded, f"{prefix}/b/5") == ("/b/{id}", {"id": "5"})


def test_a_path_of_the_document_wins_over_a_base_path() -> None:
    loaded = routes("/v1/a", "/a", servers=[{"url": "/v1"}])
    assert found(loaded, "/v1/a")[0] == "/v1/a"
    assert found(loaded, "/v1/v1/a")[0] == "/v1/a"


def test_a_variable_without_a_default_is_refused() -> None:
    with pytest.raises(DocumentError, match="'host' has no default"):
        routes("/a", servers=[{"url": "https://{host}/v1"}])


def test_servers_of_a_path_are_ignored_with_a_notice() -> None:
    loaded = document(
        paths={"/a": {"servers": [{"url": "/v2"}], "get": {"responses": OK}}}
    )
    assert "servers of a path or an operation are ignored" in str(loaded.notices)


@pytest.mark.parametrize(
    ("method", "path", "nearest"),
    [
        ("GET", "/api/image", "/api/images"),
        ("GET", "/images", "/api/images"),
        ("GET", "/api/images/", "/api/images"),
        ("GET", "/api/images/5/x", "/api/images/{id}"),
        ("GET", "/api/acount", "/api/account"),
        ("GET", "/API/Images", "/api/images"),
        ("GET", "/favicon.ico", None),
        ("GET", "/", None),
        ("GET", "/" + "x" * 100_000, None),
    ],
    ids=lambda text: str(text)[:20],
)
def test_the_nearest_operation_is_found(
    method: str, path: str, nearest: str | None
) -> None:
    loaded = routes("/api/images/{id}", "/api/images", "/api/account")
    operation = loaded.nearest(method, path)
    assert (None if operation is None else operation.path) == nearest
