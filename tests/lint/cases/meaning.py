"""What descriptions say, and what they leave open."""

from __future__ import annotations

from tests.lint.documents import (
    GET,
    POST,
    THING,
    Case,
    Json,
    asking,
    document,
    json_content,
    operation,
    reply,
    replying,
    strings,
    taking,
)

_DESCRIPTION = f"{GET}/parameters/0/description"
_NULL = {"type": ["string", "null"]}
_DIRECTION = {"type": "string", "enum": ["deposit", "withdrawal"]}


def _limit(description: str, **schema: Json) -> Json:
    return asking(
        {
            "name": "limit",
            "in": "query",
            "description": description,
            "schema": {"type": "integer"} | schema,
        }
    )


def _object(properties: Json, *required: str, **members: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
    } | members


def _made(sent: Json, got: Json) -> Json:
    responses = {"200": reply(_object({"thing": _object({"style": got}, "style")}))}
    body = json_content(_object({"style": sent}))
    made = operation(requestBody=body, responses=responses)
    return document({"/things": {"post": made}})


def _model(description: str, **members: Json) -> Json:
    kinds = {"type": "string", "enum": ["model-1", "model-2"]}
    level = {"type": "string", "enum": ["deep"], "description": description}
    return taking(_object({"model": kinds, "level": level}) | members)


def _chosen(description: str) -> Json:
    either = {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    query = {"name": "format", "in": "query", "schema": {"type": "string"}}
    asked = operation(
        description=description, parameters=[query], responses={"200": reply(either)}
    )
    return document({"/things": {"get": asked}})


def _opened(*names: str) -> Json:
    """Return a reply of nine closed objects, of which the named ones are open."""
    members = {
        name: {"type": "object", "properties": strings("id")}
        | ({} if name in names else {"additionalProperties": False})
        for name in "abcdefgh"
    }
    return replying(_object(members, additionalProperties=False))


CASES = (
    Case(
        "prose-limit",
        _DESCRIPTION,
        _limit("Maximum is 100.", maximum=50),
        _limit("Maximum is 100.", maximum=100),
    ),
    Case(
        "prose-limit",
        _DESCRIPTION,
        _limit("Must be at least 1"),
        _limit("Maximum-likelihood 1"),
    ),
    Case(
        "prose-limit",
        f"{THING}/properties/name/description",
        taking(
            _object(
                strings(
                    name={"type": "string", "description": "Max length: 5 characters"}
                )
            )
        ),
        taking(
            _object(
                strings(
                    name={
                        "type": "string",
                        "description": "We recommend a maximum of 5 characters",
                    }
                )
            )
        ),
    ),
    Case(
        "prose-default",
        _DESCRIPTION,
        _limit("Defaults to 20.", default=10),
        _limit("Defaults to 20.", default=20),
    ),
    Case(
        "prose-default",
        _DESCRIPTION,
        _limit("Defaults to 20."),
        _limit("Defaults to the most."),
    ),
    Case(
        "prose-condition",
        f"{THING}/properties/level/description",
        _model("Only supported by: model-1."),
        _model("How deep to think; model-1 is quick."),
    ),
    Case(
        "prose-values",
        f"{THING}/properties/size/description",
        taking(
            _object(
                strings(
                    size={"type": "string", "description": "One of `big` or `small`."}
                )
            )
        ),
        taking(
            _object(
                strings(
                    size={
                        "enum": ["big", "small"],
                        "type": "string",
                        "description": "One of `big` or `small`.",
                    }
                )
            )
        ),
    ),
    Case(
        "prose-required",
        f"{THING}/properties/name/description",
        taking(
            _object(
                strings(name={"type": "string", "description": "Optional name."}),
                "name",
            )
        ),
        taking(
            _object(strings(name={"type": "string", "description": "Optional name."}))
        ),
    ),
    Case(
        "reply-chosen-in-prose",
        f"{GET}/responses/200/content/application~1json/schema",
        _chosen("Use format=short to get less."),
        _chosen("Gives the thing."),
    ),
    Case(
        "optional-and-null",
        f"{THING}/properties/e",
        replying(_object(strings(*"abcd", e=_NULL), *"abcd")),
        replying(
            _object(
                strings(*"abcd", e=_NULL | {"description": "Absent in lists."}), *"abcd"
            )
        ),
    ),
    Case(
        "null-in-replies-only",
        f"{POST}/requestBody/content/application~1json/schema/properties/style",
        _made({"type": "string"}, _NULL),
        _made({"type": "string", "default": "plain"}, _NULL),
    ),
    Case(
        "amount-sign-unsaid",
        f"{THING}/properties/amount",
        replying(_object({"amount": {"type": "integer"}, "type": _DIRECTION})),
        replying(
            _object({"amount": {"type": "integer", "minimum": 0}, "type": _DIRECTION})
        ),
    ),
    Case(
        "free-text-with-examples",
        f"{THING}/properties/mediaType",
        replying(
            _object(
                {
                    "mediaType": {"type": "string", "examples": ["a/b"]},
                    "k": {"enum": [1]},
                }
            )
        ),
        replying(
            _object(
                {
                    "mediaType": {
                        "type": "string",
                        "pattern": "^a/",
                        "examples": ["a/b"],
                    },
                    "k": {"enum": [1]},
                }
            )
        ),
    ),
    Case("openness-mixed", f"{THING}/properties/h", _opened("h"), _opened()),
    Case(
        "string-unbounded",
        f"{THING}/properties",
        taking(_object(strings("a"))),
        taking(_object(strings(a={"type": "string", "maxLength": 9}))),
    ),
    Case(
        "string-blank",
        f"{THING}/properties",
        taking(_object(strings(a={"type": "string", "minLength": 1}), "a")),
        taking(_object(strings(a={"type": "string", "pattern": r"\S"}), "a")),
    ),
    Case(
        "encoding-unasserted",
        f"{THING}/contentEncoding",
        replying({"type": "string", "contentEncoding": "base64"}),
        replying(
            {
                "type": "string",
                "contentEncoding": "base64",
                "pattern": "^[A-Za-z0-9+/]+=*$",
            }
        ),
    ),
    Case(
        "format-unknown",
        f"{THING}/format",
        replying({"type": "string", "format": "datetime"}),
        replying({"type": "string", "format": "date-time"}),
    ),
    Case(
        "reference-unexplained",
        f"{THING}/properties/parentId",
        replying(_object({"parentId": _NULL})),
        replying(
            _object({"parentId": _NULL | {"description": "The thing above, if any."}})
        ),
    ),
)
