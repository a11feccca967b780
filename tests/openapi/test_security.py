from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.errors import DocumentError
from mockserver.openapi import Credentials, CredentialState, Document, Operation
from tests.openapi.documents import OK, document, only

SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "Bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "oauth": {"type": "oauth2", "flows": {}},
    "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://example.com"},
    "digest": {"type": "http", "scheme": "digest"},
    "tls": {"type": "mutualTLS"},
}


def loaded(security: Any, own: Any = None) -> Document:
    operation = {"responses": OK} | ({} if own is None else {"security": own})
    return document(
        paths={"/a": {"get": operation}},
        components={"securitySchemes": SCHEMES},
        security=security,
    )


def asking(*names: str) -> Operation:
    return only(loaded([{name: []} for name in names]))


def sent(
    operation: Operation, query: bytes = b"", **headers: str
) -> tuple[CredentialState, list[list[str]]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    credentials = operation.credentials(named, query)
    return credentials.state, [list(secrets) for secrets in credentials.satisfied]


@pytest.mark.parametrize("scheme", ["bearer", "oauth", "openid"])
@pytest.mark.parametrize(
    "value", ["Bearer abc", "bearer abc", "BEARER  abc", " Bearer abc "]
)
def test_a_bearer_token_is_found(scheme: str, value: str) -> None:
    state, satisfied = sent(asking(scheme), authorization=value)
    assert (state, satisfied) == (CredentialState.SENT, [["abc"]])


@pytest.mark.parametrize(
    "value",
    ["Bearer", "Bearer ", "Bearer a b", "Bearer a,b c", "Bearer \xe9", "Bearer a\tb"],
)
def test_a_malformed_bearer_token_is_told_apart(value: str) -> None:
    state, satisfied = sent(asking("bearer"), authorization=value)
    assert (state, satisfied) == (CredentialState.MALFORMED, [])


@pytest.mark.parametrize("value", [None, "", "Basic YTpi", "abc", "Bearerabc"])
def test_credentials_of_another_kind_count_as_missing(value: str | None) -> None:
    headers = {} if value is None else {"authorization": value}
    state, satisfied = sent(asking("bearer"), b"", **headers)
    assert (state, satisfied) == (CredentialState.MISSING, [])


def basic(text: bytes) -> str:
    return "Basic " + base64.b64encode(text).decode()


def test_user_and_password_are_found() -> None:
    credentials = asking("basic").credentials({"authorization": basic(b"u:p:q")}, b"")
    secret = credentials.satisfied[0].by_scheme["basic"]
    assert (secret.user, secret.value) == ("u", "p:q")


def test_a_key_may_be_sent_as_the_user() -> None:
    _, satisfied = sent(asking("basic"), authorization=basic(b"key:"))
    assert satisfied == [["key"]]


@pytest.mark.parametrize(
    "value", ["Basic", "Basic !!", basic(b"no colon"), basic(b"\xff:\xff"), "Basic YQ"]
)
def test_malformed_basic_credentials_are_told_apart(value: str) -> None:
    assert sent(asking("basic"), authorization=value)[0] is CredentialState.MALFORMED


@pytest.mark.parametrize(
    ("scheme", "query", "headers"),
    [
        ("header", b"", {"x_key": " abc "}),
        ("query", b"a=1&key=abc", {}),
        ("query", b"%6bey=%61bc", {}),
        ("cookie", b"", {"cookie": "a=1; sid=abc"}),
        ("digest", b"", {"authorization": "Digest abc"}),
    ],
)
def test_a_key_is_found_in_its_place(
    scheme: str, query: bytes, headers: dict[str, str]
) -> None:
    assert sent(asking(scheme), query, **headers) == (CredentialState.SENT, [["abc"]])


@pytest.mark.parametrize(
    ("scheme", "query", "headers"),
    [
        ("header", b"", {"x_key": ""}),
        ("query", b"key=", {}),
        ("query", b"key=%zz", {}),
        ("cookie", b"", {"cookie": "sid="}),
        ("digest", b"", {"authorization": "Digest "}),
    ],
)
def test_an_empty_or_broken_key_is_malformed(
    scheme: str, query: bytes, headers: dict[str, str]
) -> None:
    assert sent(asking(scheme), query, **headers)[0] is CredentialState.MALFORMED


def test_one_of_several_requirements_is_enough() -> None:
    operation = asking("bearer", "header")
    assert sent(operation, x_key="k")[1] == [["k"]]
    assert sent(operation, x_key="k", authorization="Bearer t")[1] == [["t"], ["k"]]


def test_schemes_of_one_requirement_are_needed_together() -> None:
    operation = only(loaded([{"bearer": [], "header": []}]))
    assert sent(operation, x_key="k") == (CredentialState.SENT, [])
    assert sent(operation, x_key="k", authorization="Bearer t")[1] == [["t", "k"]]


def test_an_empty_requirement_makes_credentials_optional() -> None:
    operation = only(loaded([{}, {"bearer": []}]))
    assert sent(operation) == (CredentialState.MISSING, [[]])
    assert sent(operation, authorization="Bearer t")[1] == [["t"], []]


def test_no_requirement_needs_nothing() -> None:
    operation = only(loaded([{"bearer": []}], own=[]))
    assert operation.security == ()
    assert operation.challenge == ""
    assert sent(operation) == (CredentialState.MISSING, [[]])


def test_requirements_of_the_operation_replace_those_of_the_document() -> None:
    operation = only(loaded([{"bearer": []}], own=[{"header": []}]))
    assert sent(operation, x_key="k", authorization="Bearer t")[1] == [["k"]]


def test_scopes_are_kept() -> None:
    (requirement,) = only(loaded([{"oauth": ["read", "write"]}])).security
    assert requirement.scopes == {"oauth": ("read", "write")}


def test_no_repr_shows_a_secret() -> None:
    operation = only(loaded([{name: []} for name in SCHEMES]))
    credentials = operation.credentials(
        {
            "authorization": "Bearer hidden",
            "x-key": "hidden",
            "cookie": "sid=hidden",
        },
        b"key=hidden",
    )
    malformed = operation.credentials({"authorization": "Bearer hidden hidden"}, b"")
    assert credentials.satisfied
    assert malformed.problem
    assert "hidden" not in f"{credentials!r} {credentials} {malformed!r}"


@pytest.mark.parametrize(
    ("names", "challenge"),
    [
        (["bearer"], "Bearer"),
        (["oauth", "openid"], "Bearer"),
        (["basic"], 'Basic realm="basic"'),
        (["bearer", "basic"], 'Bearer, Basic realm="basic"'),
        (["header"], 'ApiKey realm="header X-Key"'),
    ],
)
def test_the_challenge_names_what_is_asked(names: list[str], challenge: str) -> None:
    assert asking(*names).challenge == challenge


@pytest.mark.parametrize(
    ("names", "place", "expected"),
    [
        (
            ["bearer"],
            "header.Authorization",
            "the header 'Authorization: Bearer <token>'",
        ),
        (["header"], "header.X-Key", "the key in the header 'X-Key'"),
        (
            ["query", "basic"],
            "query.key",
            "the key in the query 'key', or the header 'Authorization: Basic"
            " <credentials>'",
        ),
    ],
)
def test_what_to_send_is_told(names: list[str], place: str, expected: str) -> None:
    credentials = asking(*names).credentials({}, b"")
    assert (credentials.place, credentials.expected) == (place, expected)


@given(st.text(st.characters(max_codepoint=255)), st.binary())
def test_hostile_credentials_never_raise(text: str, query: bytes) -> None:
    for prefix in ("", "Bearer ", "Basic "):
        headers = {"authorization": prefix + text, "x-key": text, "cookie": text}
        found = EVERYTHING.credentials(headers, query)
        assert isinstance(found, Credentials)


EVERYTHING = asking(*SCHEMES)


def test_client_certificates_are_a_notice() -> None:
    assert "client certificates are not checked" in str(loaded([]).notices)


@pytest.mark.parametrize(
    ("scheme", "told"),
    [
        ({"type": "magic"}, "the type must be one of"),
        ({"type": "http"}, "has a scheme"),
        ({"type": "apiKey", "in": "body", "name": "k"}, "in which place"),
        ({"type": "apiKey", "in": "query"}, "has a name"),
        ("x", "a security scheme is an object"),
    ],
)
def test_a_malformed_scheme_stops_the_loading(scheme: Any, told: str) -> None:
    with pytest.raises(DocumentError, match=told):
        document(components={"securitySchemes": {"a": scheme}})


def test_a_requirement_for_an_unknown_scheme_stops_the_loading() -> None:
    with pytest.raises(DocumentError, match="'none' is not among") as caught:
        loaded([{"none": []}])
    assert caught.value.pointer == "/security/0/none"
