from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mockserver.errors import DocumentError
from mockserver.openapi import load
from tests.openapi.documents import accepts, content, document, only, with_reply


def write(folder: Path, files: dict[str, Any]) -> Path:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), "utf-8")
    return folder / "api.json"


def replying(schema: Any, **more: Any) -> dict[str, Any]:
    reply = {"description": "", "content": {"application/json": {"schema": schema}}}
    return content(paths={"/a": {"get": {"responses": {"200": reply}}}}, **more)


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("Plain", "#/components/schemas/Plain"),
        ("a/b", "#/components/schemas/a~1b"),
        ("a~b", "#/components/schemas/a~0b"),
        ("a b", "#/components/schemas/a%20b"),
        ("Page«Thing»", "#/components/schemas/Page«Thing»"),
        ("Page[Thing]", "#/components/schemas/Page%5BThing%5D"),
        ("50%", "#/components/schemas/50%25"),
    ],
)
def test_a_local_reference_is_decoded(name: str, reference: str) -> None:
    loaded = with_reply({"$ref": reference}, schemas={name: {"type": "integer"}})
    assert accepts(loaded, 1)
    assert not accepts(loaded, "1")


def test_a_reference_may_lead_into_another_schema() -> None:
    loaded = with_reply(
        {"$ref": "#/components/schemas/A/properties/b"},
        schemas={"A": {"properties": {"b": {"type": "integer"}}}},
    )
    assert accepts(loaded, 1)
    assert not accepts(loaded, {"b": 1})


def test_a_schema_may_contain_itself() -> None:
    node = {
        "type": "object",
        "properties": {
            "next": {"$ref": "#/components/schemas/Node"},
            "n": {"type": "integer"},
        },
    }
    loaded = with_reply({"$ref": "#/components/schemas/Node"}, schemas={"Node": node})
    assert accepts(loaded, {"next": {"next": {"n": 1}}})
    assert not accepts(loaded, {"next": {"next": {"n": "1"}}})


def test_files_refer_to_each_other_relative_to_themselves(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {
            "api.json": replying({"$ref": "./schemas/all.json#/Pet"}),
            "schemas/all.json": {
                "Pet": {"properties": {"owner": {"$ref": "owner.json"}}},
                "Name": {"type": "string"},
            },
            "schemas/owner.json": {
                "type": "object",
                "properties": {
                    "name": {"$ref": "all.json#/Name"},
                    "pet": {"$ref": "../schemas/all.json#/Pet"},
                },
            },
        },
    )
    loaded = load(path)
    assert accepts(loaded, {"owner": {"name": "A", "pet": {"owner": {}}}})
    assert not accepts(loaded, {"owner": {"pet": {"owner": {"name": 5}}}})


def test_a_path_item_may_stand_in_another_file(tmp_path: Path) -> None:
    item = {"get": {"operationId": "a", "responses": {"200": {"description": ""}}}}
    path = write(
        tmp_path,
        {"api.json": content(paths={"/a": {"$ref": "a.json"}}), "a.json": item},
    )
    assert only(load(path)).id == "a"


def test_a_notice_from_another_file_names_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {
            "api.json": replying({"$ref": "b.json#/B"}),
            "b.json": {"B": {"maxlength": 1}},
        },
    )
    (notice,) = load(path).notices
    assert str(notice).startswith("b.json#/B/maxlength: ")


def test_all_objects_may_be_references() -> None:
    loaded = document(
        paths={
            "/a/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "post": {
                    "requestBody": {"$ref": "#/components/requestBodies/B"},
                    "responses": {"200": {"$ref": "#/components/responses/R"}},
                },
            }
        },
        components={
            "parameters": {
                "Id": {
                    "name": "id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "integer"},
                }
            },
            "requestBodies": {
                "B": {"content": {"application/json": {"schema": {"type": "array"}}}}
            },
            "responses": {
                "R": {
                    "description": "",
                    "headers": {"X-A": {"$ref": "#/components/headers/H"}},
                    "content": {
                        "application/json": {
                            "examples": {"e": {"$ref": "#/components/examples/E"}}
                        }
                    },
                }
            },
            "headers": {"H": {"schema": {"type": "integer"}}},
            "examples": {"E": {"value": 7}},
        },
    )
    operation = only(loaded)
    response = operation.response(200)
    assert response is not None
    assert operation.decode({"id": "5"}, b"", {}).values["path"] == {"id": 5}
    assert operation.decode_body("application/json", b"{}").violations
    assert response.headers == {"X-A": {"type": "integer"}}
    assert response.media_types["application/json"].examples == (7,)
    assert loaded.notices == ()


@pytest.mark.parametrize(
    ("schema", "pointer", "told"),
    [
        ({"$ref": "#/components/schemas/No"}, "/$ref", "leads nowhere"),
        ({"$ref": "https://example.com/a.json"}, "/$ref", "nothing is fetched"),
        ({"$ref": "other.json#/A"}, "/$ref", "was not read from a file"),
        ({"$ref": "#nowhere"}, "/$ref", "an anchor that is not there"),
        ({"items": {"$ref": "#/paths/x"}}, "/items/$ref", "leads nowhere"),
        ({"$ref": 5}, "/$ref", "must be a string"),
        ({"$ref": "#/info/title"}, "/info/title", "a schema is an object"),
    ],
    ids=["missing", "remote", "no-file", "anchor", "nested", "type", "no-schema"],
)
def test_a_reference_that_leads_nowhere_names_its_place(
    schema: Any, pointer: str, told: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        with_reply(schema)
    assert caught.value.pointer.endswith(pointer)
    assert told in caught.value.reason


def test_a_missing_file_names_the_place_of_the_reference(tmp_path: Path) -> None:
    path = write(tmp_path, {"api.json": replying({"$ref": "none.json"})})
    with pytest.raises(DocumentError, match="no such file") as caught:
        load(path)
    assert caught.value.pointer.endswith("/schema/$ref")


def test_references_in_a_circle_are_refused() -> None:
    with pytest.raises(DocumentError, match="leads back to itself"):
        document(
            paths={"/a": {"$ref": "#/components/pathItems/A"}},
            components={"pathItems": {"A": {"$ref": "#/paths/~1a"}}},
        )


def test_in_3_1_keywords_beside_a_reference_count() -> None:
    loaded = with_reply(
        {"$ref": "#/components/schemas/A", "maximum": 3},
        schemas={"A": {"type": "integer"}},
    )
    assert accepts(loaded, 3)
    assert not accepts(loaded, 4)
    assert not accepts(loaded, "3")


def test_in_3_0_keywords_beside_a_reference_are_ignored_with_a_notice() -> None:
    loaded = with_reply(
        {"$ref": "#/components/schemas/A", "maximum": 3, "description": "fine"},
        schemas={"A": {"type": "integer"}},
        openapi="3.0.3",
    )
    assert accepts(loaded, 4)
    assert ["maximum beside $ref" in str(notice) for notice in loaded.notices] == [True]


@pytest.mark.parametrize(
    "reference", ["#thing", "https://example.com/things", "things#/properties/a"]
)
def test_anchors_and_ids_are_found(reference: str) -> None:
    target: dict[str, Any] = {"type": "integer"}
    holder: dict[str, Any] = {"$id": "https://example.com/things", **target}
    if reference == "#thing":
        holder = {"$anchor": "thing", **target}
    elif reference.startswith("things#"):
        holder = {"$id": "things", "properties": {"a": target}}
    loaded = with_reply({"$ref": reference}, schemas={"A": holder})
    assert accepts(loaded, 1)
    assert not accepts(loaded, "1")


def test_an_id_changes_what_references_in_it_are_relative_to() -> None:
    inner = {
        "$id": "https://example.com/inner",
        "$ref": "#/$defs/number",
        "$defs": {"number": {"type": "integer"}},
    }
    loaded = with_reply({"$ref": "#/components/schemas/A"}, schemas={"A": inner})
    assert accepts(loaded, 1)
    assert not accepts(loaded, "1")


def test_a_dynamic_reference_means_the_outermost_anchor() -> None:
    page = {
        "$id": "https://example.com/page",
        "type": "array",
        "items": {"$dynamicRef": "#item"},
        "$defs": {"any": {"$dynamicAnchor": "item"}},
    }
    numbers = {
        "$id": "https://example.com/numbers",
        "$ref": "https://example.com/page",
        "$defs": {"own": {"$dynamicAnchor": "item", "type": "integer"}},
    }
    schemas = {"Page": page, "Numbers": numbers}
    generic = with_reply({"$ref": "#/components/schemas/Page"}, schemas=schemas)
    special = with_reply({"$ref": "#/components/schemas/Numbers"}, schemas=schemas)
    assert accepts(generic, ["a"])
    assert accepts(special, [1])
    assert not accepts(special, ["a"])


def test_a_recursive_reference_of_2019_09_is_read_with_a_notice() -> None:
    tree = {
        "$recursiveAnchor": True,
        "type": "object",
        "properties": {"child": {"$recursiveRef": "#"}},
    }
    loaded = with_reply({"$ref": "#/components/schemas/T"}, schemas={"T": tree})
    assert accepts(loaded, {"child": {"child": {}}})
    assert not accepts(loaded, {"child": {"child": 5}})
    assert "2019-09" in loaded.notices[0].message


def test_references_of_rewritten_schemas_resolve() -> None:
    loaded = with_reply(
        {"$ref": "#/components/schemas/A"},
        schemas={"A": {"$ref": "#/components/schemas/B"}, "B": {"type": "integer"}},
    )
    response = only(loaded).response(200)
    assert response is not None
    schema = response.media_types["application/json"].schema
    assert schema == {"$ref": "urn:document#/components/schemas/A"}
    assert loaded.replies.resolve(schema["$ref"]) == {
        "$ref": "urn:document#/components/schemas/B"
    }
    assert loaded.resolve(schema) == {"type": "integer"}
    assert loaded.is_valid_reply(schema, 5)
    assert not loaded.is_valid_reply({"items": schema}, ["5"])
