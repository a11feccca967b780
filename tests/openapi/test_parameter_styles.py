from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.openapi.documents import OK, document, only, with_parameter
from tests.openapi.parameters import (
    INTEGER,
    INTEGERS,
    OPEN,
    POINT,
    STRING,
    STRINGS,
    decode,
    parameter,
)

STYLES: list[tuple[str, str, bool | None, Any, str, Any]] = [
    ("path", "simple", None, INTEGER, "5", 5),
    ("path", "simple", None, INTEGERS, "3,4", [3, 4]),
    ("path", "simple", None, STRINGS, "a%2Cb,c", ["a,b", "c"]),
    ("path", "simple", None, POINT, "R,1,G,2", {"R": 1, "G": 2}),
    ("path", "simple", True, POINT, "R=1,G=2", {"R": 1, "G": 2}),
    ("path", "simple", None, STRING, "a+b%20c", "a+b c"),
    ("path", "label", None, INTEGER, ".5", 5),
    ("path", "label", None, INTEGERS, ".3,4", [3, 4]),
    ("path", "label", True, INTEGERS, ".3.4", [3, 4]),
    ("path", "label", None, POINT, ".R,1,G,2", {"R": 1, "G": 2}),
    ("path", "label", True, POINT, ".R=1.G=2", {"R": 1, "G": 2}),
    ("path", "matrix", None, INTEGER, ";p=5", 5),
    ("path", "matrix", None, INTEGERS, ";p=3,4", [3, 4]),
    ("path", "matrix", True, INTEGERS, ";p=3;p=4", [3, 4]),
    ("path", "matrix", None, POINT, ";p=R,1,G,2", {"R": 1, "G": 2}),
    ("path", "matrix", True, POINT, ";R=1;G=2", {"R": 1, "G": 2}),
    ("path", "matrix", None, STRING, ";p", ""),
    ("query", "form", None, INTEGER, "p=5", 5),
    ("query", "form", None, STRING, "p=a+b%2Bc", "a b+c"),
    ("query", "form", None, STRING, "p", ""),
    ("query", "form", None, STRING, "p=a=b", "a=b"),
    ("query", "form", None, STRING, "q=1&&p=a", "a"),
    ("query", "form", None, STRING, "%70=a", "a"),
    ("query", "form", None, INTEGERS, "p=3&p=4", [3, 4]),
    ("query", "form", None, INTEGERS, "p=", []),
    ("query", "form", False, INTEGERS, "p=3,4", [3, 4]),
    ("query", "form", False, INTEGERS, "p=", []),
    ("query", "form", None, POINT, "R=1&G=2&other=3", {"R": 1, "G": 2}),
    ("query", "form", False, POINT, "p=R,1,G,2", {"R": 1, "G": 2}),
    ("query", "spaceDelimited", False, INTEGERS, "p=3%204", [3, 4]),
    ("query", "spaceDelimited", False, INTEGERS, "p=3+4", [3, 4]),
    ("query", "pipeDelimited", False, INTEGERS, "p=3|4", [3, 4]),
    ("query", "pipeDelimited", False, STRINGS, "p=a%7Cb", ["a", "b"]),
    ("query", "pipeDelimited", None, POINT, "p=R|1|G|2", {"R": 1, "G": 2}),
    ("query", "deepObject", True, POINT, "p[R]=1&p%5BG%5D=2", {"R": 1, "G": 2}),
    ("header", "simple", None, INTEGER, "5", 5),
    ("header", "simple", None, STRING, " a%20b ", "a%20b"),
    ("header", "simple", None, INTEGERS, "3, 4", [3, 4]),
    ("header", "simple", None, POINT, "R,1, G,2", {"R": 1, "G": 2}),
    ("header", "simple", True, POINT, "R=1, G=2", {"R": 1, "G": 2}),
    ("cookie", "form", None, INTEGER, "a=1; p=5", 5),
    ("cookie", "form", None, STRING, 'p="a b"', "a b"),
    ("cookie", "form", False, INTEGERS, "p=3,4", [3, 4]),
    ("cookie", "form", None, INTEGERS, "p=3; p=4", [3, 4]),
    ("cookie", "form", None, POINT, "R=1; G=2", {"R": 1, "G": 2}),
]


@pytest.mark.parametrize(
    ("location", "style", "explode", "schema", "raw", "value"),
    STYLES,
    ids=[f"{case[0]}-{case[1]}-{case[2]}-{case[4]}" for case in STYLES],
)
def test_a_parameter_is_read_by_its_style(
    location: str, style: str, explode: bool | None, schema: Any, raw: str, value: Any
) -> None:
    more = {"style": style} | ({} if explode is None else {"explode": explode})
    operation = with_parameter(parameter(location, schema, **more))
    decoded = decode(operation, location, raw)
    assert decoded.violations == ()
    assert list(decoded.values[location].values()) == [value]


def escaped(text: str) -> str:
    return quote(text, safe="")


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1)
LISTS = st.lists(TEXTS, min_size=1)
OBJECTS = st.dictionaries(TEXTS, TEXTS, min_size=1)

ENCODERS: dict[str, tuple[str, bool, Any, Any, Any]] = {
    "simple": ("path", False, STRINGS, LISTS, lambda v: ",".join(map(escaped, v))),
    "label": ("path", False, STRINGS, LISTS, lambda v: "." + ",".join(map(escaped, v))),
    "matrix": (
        "path",
        True,
        STRINGS,
        LISTS,
        lambda v: "".join(f";p={escaped(one)}" for one in v),
    ),
    "form": (
        "query",
        True,
        STRINGS,
        LISTS,
        lambda v: "&".join(f"p={escaped(x)}" for x in v),
    ),
    "pipeDelimited": (
        "query",
        False,
        {"type": "array", "items": {"type": "string", "pattern": "^[^|]*$"}},
        st.lists(TEXTS.filter(lambda text: "|" not in text), min_size=1),
        lambda v: "p=" + "|".join(map(escaped, v)),
    ),
    "deepObject": (
        "query",
        True,
        OPEN,
        st.dictionaries(
            TEXTS.filter(lambda text: not set(text) & set("[]")), TEXTS, min_size=1
        ),
        lambda v: "&".join(f"p[{escaped(key)}]={escaped(x)}" for key, x in v.items()),
    ),
}
OPERATIONS = {
    style: with_parameter(parameter(place, schema, style=style, explode=explode))
    for style, (place, explode, schema, _, _) in ENCODERS.items()
}


@given(st.data())
@pytest.mark.parametrize("style", list(ENCODERS))
def test_decoding_undoes_encoding(style: str, data: st.DataObject) -> None:
    location, _, _, values, encode = ENCODERS[style]
    value = data.draw(values)
    decoded = decode(OPERATIONS[style], location, encode(value))
    assert decoded.violations == ()
    assert decoded.values[location] == {"p": value}


@given(st.binary(), st.text(st.characters()), st.text(st.characters()))
@pytest.mark.parametrize("style", list(ENCODERS))
def test_hostile_bytes_never_raise(
    style: str, query: bytes, header: str, segment: str
) -> None:
    headers = {"cookie": header, "x-p": header}
    for operation in (OPERATIONS[style], HOSTILE):
        operation.decode({"p": segment}, query, headers)
        operation.decode({"p": segment}, b"p[" + query + b"]=1&p=" + query, headers)


HOSTILE = only(
    document(
        paths={
            "/a": {
                "get": {
                    "parameters": [
                        parameter("query", OPEN, style="deepObject"),
                        parameter("cookie", POINT),
                        parameter("header", INTEGERS),
                        {
                            "name": "c",
                            "in": "query",
                            "content": {"application/json": {"schema": POINT}},
                        },
                    ],
                    "responses": OK,
                }
            }
        }
    )
)
