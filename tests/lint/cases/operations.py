"""Paths, operations, statuses, headers, references and security."""

from __future__ import annotations

from tests.lint.documents import (
    GET,
    POST,
    SECURED,
    Case,
    Json,
    answering,
    asking,
    document,
    operation,
    reply,
    replying,
    taking,
    told,
)

_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_NUMBER = _ID | {"schema": {"type": "integer"}}
_OK = {"200": told("The thing")}
_ERROR = {"401": told("Missing key"), "429": told("Too many requests")}
_PAGED = {"name": "offset", "in": "query", "schema": {"type": "integer"}}
_LIST = {"type": "array", "items": {"type": "string"}}


def _at(path: str, *parameters: Json, **members: Json) -> Json:
    return {path: {"get": operation(parameters=list(parameters)) | members}}


def _under(responses: Json, path: str = "/things", *parameters: Json) -> Json:
    return document(_at(path, *parameters, responses=responses))


def _secured(responses: Json, path: str = "/things", *parameters: Json) -> Json:
    return _under(responses, path, *parameters) | SECURED


def _paid(description: str = "Charges credits.", **members: Json) -> Json:
    return document({"/things": {"post": operation(description=description) | members}})


_ONE = _at("/things/{id}", _NUMBER)["/things/{id}"]
_NEW = {"post": operation(operationId="make")}
_UNIQUE = {"get": operation(operationId="other")}
_KEY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
_FAILED = {"204": told("Done"), "500": told("Failed")}
_SAFE = {"204": told("Done"), "500": told("Failed; the credits are refunded")}
_SAME = "Missing, invalid or rate-limited API key"

CASES = (
    Case(
        "path-collision",
        "/paths/~1things~1{id}",
        document({"/things/new": _NEW, "/things/{id}": _ONE}),
        document({"/things/new/it": _NEW, "/things/{id}": _ONE}),
    ),
    Case(
        "path-collision",
        "/paths/~1things~1{id}",
        document(_at("/things/new") | _at("/things/{id}", _ID)),
        document(_at("/things/new") | _at("/things/{id}", _NUMBER)),
    ),
    Case(
        "path-collision",
        "/paths/~1things~1{name}",
        document(
            _at("/things/{id}", _ID) | _at("/things/{name}", _ID | {"name": "name"})
        ),
        document(
            _at("/things/{id}", _ID) | _at("/people/{name}", _ID | {"name": "name"})
        ),
    ),
    Case(
        "path-collision",
        "/paths/~1a~1{id}",
        document(_at("/a/{id}", _ID) | _at("/{id}/b", _ID)),
        document(_at("/a/{id}", _NUMBER) | _at("/{id}/b", _ID)),
    ),
    Case(
        "path-parameter-undeclared",
        "/paths/~1things~1{id}/get",
        document(_at("/things/{id}")),
        document(_at("/things/{id}", _ID)),
    ),
    Case(
        "path-parameter-unknown",
        f"{GET}/parameters/0",
        asking(_ID, "/things"),
        asking(_ID, "/things/{id}"),
    ),
    Case(
        "path-parameter-unknown",
        "/paths/~1things~1{id}/get/parameters/0",
        asking({"name": "id", "in": "path", "schema": {}}, "/things/{id}"),
        asking(_ID, "/things/{id}"),
    ),
    Case(
        "operation-id-missing",
        GET,
        document({"/things": {"get": {"responses": _OK}}}),
        answering(_OK),
    ),
    Case(
        "operation-id-duplicate",
        "/paths/~1people/get/operationId",
        document({"/things": {"get": operation()}, "/people": {"get": operation()}}),
        document({"/things": {"get": operation()}, "/people": _UNIQUE}),
    ),
    Case(
        "list-order-unsaid",
        GET,
        _under({"200": reply(_LIST)}, "/things", _PAGED),
        _under(
            {"200": reply(_LIST) | {"description": "Newest first"}}, "/things", _PAGED
        ),
    ),
    Case(
        "paid-without-402",
        f"{POST}/responses",
        _paid(),
        _paid(responses=_OK | {"402": told("Payment required")}),
    ),
    Case(
        "paid-without-402",
        f"{POST}/responses",
        _paid(responses=_OK | {"400": told("Invalid body")}),
        _paid(responses=_OK | {"400": told("Invalid body, or insufficient credits")}),
    ),
    Case("paid-without-idempotency-key", POST, _paid(), _paid(parameters=[_KEY])),
    Case(
        "paid-failure-unsaid",
        f"{POST}/responses/500",
        _paid(responses=_FAILED),
        _paid(responses=_SAFE),
    ),
    Case(
        "status-401-missing",
        f"{GET}/responses",
        _secured(_OK),
        _secured(_OK | {"401": told("Missing key")}),
    ),
    Case(
        "status-400-missing",
        f"{GET}/responses",
        _under(_OK, "/things", _PAGED),
        _under(_OK | {"4XX": told("Refused")}, "/things", _PAGED),
    ),
    Case(
        "status-404-missing",
        "/paths/~1things~1{id}/get/responses",
        _under(_OK, "/things/{id}", _ID),
        _under(_OK | {"404": told("No such thing")}, "/things/{id}", _ID),
    ),
    Case(
        "status-404-of-nothing",
        f"{GET}/responses/404",
        _under(_OK | {"404": told("Error")}),
        _under(_OK | {"404": told("Error")}, "/things", _PAGED),
    ),
    Case(
        "status-403-unsaid",
        "/paths/~1things~1{id}/get/responses/404",
        _secured(_OK | {"404": told("Not found")}, "/things/{id}", _ID),
        _secured(_OK | {"404": told("None, or another caller's")}, "/things/{id}", _ID),
    ),
    Case(
        "status-413-415-unsaid",
        "/paths",
        taking({"type": "object"}),
        taking(
            {"type": "object"},
            responses=_OK | {"413": told("Too large"), "415": told("Not JSON")},
        ),
    ),
    Case(
        "status-5xx-lone",
        f"{GET}/responses/500",
        document(
            _at("/things", responses=_OK | {"500": told("Failed")}) | _at("/people")
        ),
        document(
            _at("/things", responses=_OK | {"500": told("Failed")})
            | _at("/people", responses=_OK | {"500": told("Failed")})
        ),
    ),
    Case(
        "retry-after-missing",
        f"{GET}/responses/429",
        answering(_OK | _ERROR),
        answering(_OK | {"429": told("Slow down", headers={"retry-after": {}})}),
    ),
    Case(
        "www-authenticate-missing",
        f"{GET}/responses/401",
        answering(_OK | _ERROR),
        answering(_OK | {"401": told("Missing key", headers={"WWW-Authenticate": {}})}),
    ),
    Case(
        "status-description-shared",
        f"{GET}/responses/429/description",
        answering(_OK | {"401": told(_SAME), "429": told(_SAME)}),
        answering(_OK | _ERROR),
    ),
    Case(
        "status-description-other",
        f"{GET}/responses/401/description",
        answering(_OK | {"401": told("Not found")}),
        answering(_OK | {"401": told("Not authenticated, or not found")}),
    ),
    Case(
        "responses-missing",
        GET,
        answering({}),
        answering(_OK),
    ),
    Case(
        "reference-dangling",
        f"{GET}/responses/200/content/application~1json/schema/$ref",
        answering({"200": reply({"$ref": "#/components/schemas/Thing"})}),
        replying({"type": "string"}),
    ),
    Case(
        "component-unused",
        "/components/schemas/Old",
        document(components={"schemas": {"Old": {}}}),
        document(
            _at(
                "/things",
                responses={"200": reply({"$ref": "#/components/schemas/Old"})},
            ),
            components={"schemas": {"Old": {}}},
        ),
    ),
    Case(
        "security-scheme-undeclared",
        "/security/0/kye",
        _under(_OK) | SECURED | {"security": [{"kye": []}]},
        _under(_OK) | SECURED,
    ),
    Case(
        "server-insecure",
        "/servers/0/url",
        document(servers=[{"url": "http://api.example.com"}]),
        document(servers=[{"url": "http://localhost:8080"}, {"url": "/v1"}]),
    ),
)
