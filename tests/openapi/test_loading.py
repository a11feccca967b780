from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mockserver.errors import DocumentError
from mockserver.openapi import load
from tests.openapi.documents import content, document

MINIMAL = """\
openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      responses:
        200:
          description: Fine
          content:
            application/json:
              example:
                %s
"""


BOMB = "a: &a0 [x, x]\n" + "".join(
    f"b{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)
)


def example(text: str, tmp_path: Path) -> Any:
    """Return what a YAML text in the example of a document stands for."""
    path = tmp_path / "api.yaml"
    path.write_text(MINIMAL % text.replace("\n", "\n                "), "utf-8")
    response = load(path).operations[0].response(200)
    assert response is not None
    return response.media_types["application/json"].examples[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16:9", "16:9"),
        ("no", "no"),
        ("on", "on"),
        ("2020-01-01", "2020-01-01"),
        ("1_000", "1_000"),
        ("=", "="),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("-7", -7),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.inf", float("-inf")),
        ("~", None),
        ("Null", None),
        ("True", True),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("!!float 5", 5.0),
        ("{200: a, no: b}", {"200": "a", "no": "b"}),
        ("[&x {a: 1}, *x]", [{"a": 1}, {"a": 1}]),
        ("[&x {a: 1, b: 2}, {<<: *x, b: 3}]", [{"a": 1, "b": 2}, {"b": 3, "a": 1}]),
        ("|\n  two\n  lines", "two\nlines\n"),
    ],
)
def test_yaml_is_read_by_the_core_schema_of_yaml_1_2(
    text: str, value: Any, tmp_path: Path
) -> None:
    read = example(text, tmp_path)
    assert read == value
    assert type(read) is type(value)


def test_a_yaml_nan_is_a_number(tmp_path: Path) -> None:
    value = example(".nan", tmp_path)
    assert value != value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("openapi: 3.1.0\nopenapi: 3.1.0\n", "'openapi' stands twice"),
        ("a: &a [*a]\n", "contains itself"),
        ("a: *b\n", "line 1, column 4"),
        (BOMB, "aliases make more than"),
        ("a: [1\n", "line 2"),
        ("a: !secret b\n", "!secret"),
        ("? [a]\n: b\n", "a key must be"),
        ("a: 1\n---\nb: 1\n", "second YAML document"),
        ("a: !!int x\n", "'x' is not a value"),
        ("a:\n  <<: 5\n", "<< merges"),
        ("a: b\n\tc: d\n", "line 2"),
        ("a: " + "9" * 5000, "too many digits (line 1, column 4)"),
    ],
)
def test_a_mistake_in_yaml_is_told(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DocumentError) as caught:
        load(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b'{"openapi": "3.1.0",}', "line 1, column 21"),
        (b'{"a": 1, "a": 2}', "'a' stands twice"),
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"[1, 2]", "an object at the top"),
        (b"{}", "needs 'openapi'"),
        (b'{"info": {}}', "no 'openapi' version"),
        (b'{"swagger": "2.0"}', "Swagger 2.0"),
        (b'{"openapi": "3.2.0"}', "'3.2.0' is not supported"),
        (b'{"openapi": 3.1}', "3.1 is not supported"),
        (b"\xff\xfe{", "UTF-8"),
        (b'{"a":' + b"[" * 100_000, "nested too deeply"),
    ],
    ids=[
        "syntax", "duplicate", "empty", "blank", "array", "nothing", "other", "swagger",
        "later", "number", "encoding", "deep",
    ],
)  # fmt: skip
def test_a_file_that_is_no_document_is_refused_with_the_reason(
    raw: bytes, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "api.json"
    path.write_bytes(raw)
    with pytest.raises(DocumentError) as caught:
        load(path)
    assert told in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        load(tmp_path / "none.json")


def test_a_directory_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="directory"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["api.json", "api.yaml", "api.txt"])
def test_json_is_read_whatever_the_file_is_called(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(content()).encode())
    assert [operation.path for operation in load(str(path)).operations] == ["/things"]


def test_a_mapping_is_left_as_it_was() -> None:
    source = content(schemas={"A": {"type": "string", "nullable": True}})
    before = json.dumps(source)
    load(source)
    assert json.dumps(source) == before


def test_a_mapping_with_something_that_is_not_json_is_refused() -> None:
    with pytest.raises(DocumentError, match="object is not a value of JSON"):
        load({**content(), "x-a": [object()]})


def test_title_and_versions_are_those_of_the_document() -> None:
    loaded = document()
    assert (loaded.title, loaded.version, loaded.openapi) == ("Things", "1", "3.1.0")


def test_the_keys_of_a_mapping_may_be_numbers() -> None:
    loaded = document(
        paths={"/a": {"get": {"responses": {200: {"description": "Fine"}}}}}
    )
    assert loaded.operations[0].documents(200)
