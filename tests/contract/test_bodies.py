"""Bodies are read as strictly as RFC 8259 is written, and pictures taken out."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.tape import bodies
from contract_tests.tape.bodies import Body
from contract_tests.tape.exchange import Picture
from contract_tests.tape.pictures import measure
from tests.contract.exchanges import json_values
from tests.contract.test_pictures import picture

PNG = picture("PNG", size=(300, 300))
B64 = base64.b64encode(PNG).decode()


def read(content: bytes) -> Body:
    return bodies.read(content, take_picture=lambda picture, content: None)


def test_a_good_body_has_no_flaw() -> None:
    body = read(b' {"error": {"message": "caf\xc3\xa9 \\ud83d\\ude00"}} \n')

    assert body.value == {"error": {"message": "café 😀"}}
    assert body.has_json
    assert body.text is None
    assert body.flaws == []


@pytest.mark.parametrize("text", ["null", "1", '"a"', "[]", "true", "-0.5e3"])
def test_any_json_value_is_one(text: str) -> None:
    body = read(text.encode())

    assert body.has_json
    assert body.value == json.loads(text)
    assert body.flaws == []


@given(json_values)
def test_what_is_well_formed_comes_back_equal(value: Any) -> None:
    body = read(json.dumps(value).encode())

    assert body.value == value
    assert set(body.flaws) <= {"holds a lone surrogate"}


FLAWS = {
    "a name twice": (b'{"a": 1, "a": 2}', "an object names 'a' twice", True),
    "a name twice, deep": (b'[{"a": {"b": 1, "b": 1}}]', "'b' twice", True),
    "NaN": (b'{"a": NaN}', "NaN is no JSON number", True),
    "Infinity": (b"[Infinity]", "Infinity is no JSON number", True),
    "-Infinity": (b"[-Infinity]", "-Infinity is no JSON number", True),
    "byte order mark": (b"\xef\xbb\xbf{}", "byte order mark", True),
    "Latin-1": (b'{"a": "caf\xe9"}', "not UTF-8 at byte 10", False),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "not UTF-8 at byte 0", False),
    "a surrogate in UTF-8": (b'"\xed\xa0\xbd"', "not UTF-8", False),
    "a lone surrogate": (b'{"a": "\\ud83d"}', "lone surrogate", True),
    "a lone surrogate in a name": (b'{"\\udc00": 1}', "lone surrogate", True),
    "a comma too many": (b"[1,]", "not JSON", False),
    "a second value": (b"{}{}", "not JSON", False),
    "single quotes": (b"{'a': 1}", "not JSON", False),
    "cut off": (b'{"a": [1', "not JSON", False),
    "blanks alone": (b"  \n", "not JSON", False),
    "HTML": (b"<!doctype html>", "not JSON", False),
    "a control character": (b'"a\x01b"', "not JSON", False),
    "nested deeply": (b"[" * 400 + b"]" * 400, "nested deeper", False),
    "nested without end": (b"[" * 100_000, "not JSON", False),
    "a number without end": (b"1" * 10_000, "not JSON", False),
}


@pytest.mark.parametrize(("content", "flaw", "has_json"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_told(content: bytes, flaw: str, has_json: bool) -> None:
    body = read(content)

    assert body.has_json is has_json
    assert any(flaw in each for each in body.flaws)
    assert (body.text is None) is has_json


def test_a_number_beyond_the_range_of_floats_is_one() -> None:
    """No report could write it as JSON again if it were infinite."""
    body = read(b"[1e999, -1e999, 1e-999]")

    assert body.flaws == []
    assert json.loads(json.dumps(body.value, allow_nan=False)) == body.value


def test_no_body_is_no_json_and_no_flaw() -> None:
    assert read(b"") == Body()


@given(st.binary())
def test_no_bytes_break_the_run(content: bytes) -> None:
    assert read(content).has_json in (True, False)


def test_an_object_with_many_names_twice_is_read_quickly() -> None:
    pairs = ",".join(f'"{number}":1' for number in range(40_000))

    assert len(read(f"{{{pairs},{pairs}}}".encode()).flaws[0]) < 200


def test_a_picture_is_replaced_and_handed_on() -> None:
    taken: list[tuple[Picture, bytes]] = []
    content = json.dumps({"image": {"id": "1", "b64_json": B64}}).encode()

    body = bodies.read(content, take_picture=lambda *both: taken.append(both))

    facts, _ = measure(B64)
    assert taken == [(facts, PNG)]
    assert body.pictures == [("image.b64_json", facts)]
    assert B64[:40] not in json.dumps(body.value)


def test_pictures_are_found_under_any_name_and_in_lists() -> None:
    content = json.dumps({"images": [{"id": "1"}, {"preview": B64}]}).encode()

    assert [path for path, _ in read(content).pictures] == ["images[1].preview"]


@pytest.mark.parametrize("text", ["", "not base64", "a" * 5000])
def test_what_stands_where_a_picture_should_is_measured(text: str) -> None:
    content = json.dumps({"image": {"b64_json": text}}).encode()

    ((path, facts),) = read(content).pictures
    assert path == "image.b64_json"
    assert facts.characters == len(text)


@pytest.mark.parametrize("value", [None, 5, ["a"], {"a": 1}])
def test_a_picture_that_is_no_text_stays_as_it_is(value: Any) -> None:
    content = json.dumps({"image": {"b64_json": value}}).encode()
    body = read(content)

    assert body.value == {"image": {"b64_json": value}}
    assert body.pictures == []


@pytest.mark.parametrize("prompt", ["a " * 1000, "x" * 2000, "日" * 2000, "é " * 3000])
def test_a_long_prompt_is_no_picture(prompt: str) -> None:
    body = read(json.dumps({"image": {"prompt": prompt}}).encode())

    assert body.value == {"image": {"prompt": prompt}}
