from __future__ import annotations

import json
from typing import Any

import pytest

from mockserver.errors import DocumentError
from mockserver.openapi import Document, load
from tests.openapi.documents import content


def overlay(*actions: Any, **more: Any) -> dict[str, Any]:
    return {
        "overlay": "1.0.0",
        "info": {"title": "Ours", "version": "1"},
        "actions": list(actions),
        **more,
    }


def loaded(*actions: Any) -> Document:
    return load(content(), overlays=[overlay(*actions)])


@pytest.mark.parametrize(
    "target",
    [
        "$.paths['/things'].get",
        '$["paths"]["/things"]["get"]',
        "$.paths[ '/things' ].get",
        "$['paths']['\\u002fthings'].get",
    ],
)
def test_an_update_is_merged_into_its_target(target: str) -> None:
    document = loaded({"target": target, "update": {"operationId": "a"}})
    assert document.operations[0].id == "a"
    assert document.operations[0].documents(200)


def test_an_update_of_a_list_adds_an_item_and_its_items_are_reached() -> None:
    document = loaded(
        {"target": "$.paths['/things'].get", "update": {"tags": ["a"]}},
        {"target": "$.paths['/things'].get.tags", "update": "b"},
        {"target": "$.paths['/things'].get.tags[-1]", "update": "c"},
        {"target": "$.paths['/things'].get", "update": {"tags": ["d"]}},
    )
    assert document.operations[0].tags == ("a", "c", "d")


def test_the_whole_document_can_be_updated() -> None:
    assert loaded({"target": "$", "update": {"info": {"title": "B"}}}).title == "B"


def test_a_target_is_removed() -> None:
    document = loaded({"target": "$.paths['/things'].get.responses", "remove": True})
    assert not document.operations[0].documents(200)


def test_x_when_guards_a_document_that_has_changed() -> None:
    action = {
        "target": "$.paths['/things'].get",
        "x-when": {"responses": {"200": {"description": "Fine"}}},
        "update": {"operationId": "a"},
    }
    other = {**action, "x-when": {"responses": {}}}
    assert loaded(action).operations[0].id == "a"
    guarded = loaded(other)
    assert guarded.operations[0].id == "GET /things"
    assert "not what it amends" in guarded.notices[0].message


def test_x_when_compares_as_json() -> None:
    action = {
        "target": "$.info.version",
        "x-when": True,
        "update": "2",
    }
    document = load(
        content(info={"title": "A", "version": 1}), overlays=[overlay(action)]
    )
    assert document.version == "1"


def test_an_action_without_its_target_is_a_notice() -> None:
    document = loaded({"target": "$.paths['/none']", "remove": True})
    assert "there is no $.paths['/none']" in document.notices[0].message


def test_document_and_overlay_are_left_as_they_were() -> None:
    source = content()
    change = overlay({"target": "$.paths['/things'].get", "update": {"tags": ["a"]}})
    before = json.dumps([source, change])
    load(source, overlays=[change, change])
    assert json.dumps([source, change]) == before


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({}, "/overlay"),
        (overlay() | {"overlay": "2.0.0"}, "/overlay"),
        (overlay(), "/actions"),
        (overlay("x"), "/actions/0"),
        (overlay({"update": {}}), "/actions/0"),
        (overlay({"target": "$.info"}), "/actions/0"),
        (overlay({"target": "$.info", "update": {}, "remove": True}), "/actions/0"),
        (overlay({"target": "$.info", "remove": "yes"}), "/actions/0/remove"),
        (overlay({"target": "$.info", "upsert": {}}), "/actions/0/upsert"),
        (overlay({"target": "$", "remove": True}), "/actions/0"),
        (overlay({"target": "$.info", "update": 5}), "/actions/0/update"),
        (overlay({"target": "info", "update": {}}), "/actions/0/target"),
        (overlay({"target": "$.paths.*", "update": {}}), "/actions/0/target"),
        (overlay({"target": "$..get", "update": {}}), "/actions/0/target"),
        (overlay({"target": "$.a[?@.b]", "update": {}}), "/actions/0/target"),
        (overlay({"target": "$.a[0:1]", "update": {}}), "/actions/0/target"),
    ],
)
def test_an_overlay_that_is_not_understood_is_refused(
    change: Any, pointer: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        load(content(), overlays=[change])
    assert caught.value.pointer == pointer
    assert caught.value.source.startswith("overlay")
