"""The formats, as their standards define them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.contract.formats import checker, is_uuid, parse_date_time

DATES = {
    "2026-01-02T03:04:05Z": "2026-01-02 03:04:05",
    "2026-01-02t03:04:05z": "2026-01-02 03:04:05",
    "2026-01-02T03:04:05+00:00": "2026-01-02 03:04:05",
    "2026-01-02T03:04:05-00:00": "2026-01-02 03:04:05",
    "2026-01-02T03:04:05+05:30": "2026-01-01 21:34:05",
    "2026-01-02T03:04:05-12:00": "2026-01-02 15:04:05",
    "2026-01-02T03:04:05.5Z": "2026-01-02 03:04:05.500000",
    "2026-01-02T03:04:05.123456789Z": "2026-01-02 03:04:05.123457",
    "2016-12-31T23:59:60Z": "2017-01-01 00:00:00",
    "2024-02-29T00:00:00Z": "2024-02-29 00:00:00",
}
NO_DATES = [
    "",
    "2026-01-02",
    "2026-01-02T03:04:05",
    "2026-01-02 03:04:05Z",
    "2026-01-02T03:04Z",
    "2026-01-02T03:04:05 Z",
    "2026-01-02T03:04:05.Z",
    "2026-01-02T03:04:05,5Z",
    "2026-01-02T03:04:05+0000",
    "2026-01-02T03:04:05+24:00",
    "2026-01-02T03:04:05+00:60",
    "2026-01-02T24:00:00Z",
    "2026-01-02T03:60:00Z",
    "2026-01-02T03:04:61Z",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-1-2T03:04:05Z",
    "20260102T030405Z",
    "1767323045",
    "Fri, 02 Jan 2026 03:04:05 GMT",
    "2026-01-02T03:04:05Z\n",
    "٢٠٢٦-01-02T03:04:05Z",
]
UUIDS = [
    "0d6a7a7c-7f6e-4d4d-9f36-3f1f5a1f0001",
    "0D6A7A7C-7F6E-4D4D-9F36-3F1F5A1F0001",
    "018f3c1e-0000-7000-8000-000000000000",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
]
NO_UUIDS = [
    "",
    "1",
    "0d6a7a7c7f6e4d4d9f363f1f5a1f0001",
    "{0d6a7a7c-7f6e-4d4d-9f36-3f1f5a1f0001}",
    "urn:uuid:0d6a7a7c-7f6e-4d4d-9f36-3f1f5a1f0001",
    "0d6a7a7c-7f6e-4d4d-9f36-3f1f5a1f000",
    "0d6a7a7c-7f6e-4d4d-9f36-3f1f5a1f0001\n",
    "gd6a7a7c-7f6e-4d4d-9f36-3f1f5a1f0001",
]
EMAILS = [
    "a@b",
    "good@images.example",
    "first.last+tag@sub.images.example",
    "o'neil@images.example",
    "grüße@bücher.example",
]
NO_EMAILS = [
    "",
    "a",
    "@",
    "a@",
    "@b",
    "a@b@c",
    "a b@c.example",
    "a@b..example",
    "a@.example",
    "a@b.example ",
    "A <a@b.example>",
    "a@b.example,c@d.example",
]


@pytest.mark.parametrize(("text", "instant"), DATES.items())
def test_a_date_time_is_read_as_its_instant(text: str, instant: str) -> None:
    assert parse_date_time(text) == datetime.fromisoformat(f"{instant}+00:00")
    assert checker().conforms(text, "date-time")


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_time_is_none(text: str) -> None:
    assert parse_date_time(text) is None
    assert not checker().conforms(text, "date-time")


@pytest.mark.parametrize(
    "text",
    ["9999-12-31T23:59:60Z", "0001-01-01T00:00:00+23:59", "0000-01-01T00:00:00Z"],
)
def test_the_ends_of_time_break_nothing(text: str) -> None:
    parse_date_time(text)


OFFSETS = st.integers(-1439, 1439).map(lambda each: timezone(timedelta(minutes=each)))


@given(st.datetimes(timezones=OFFSETS))
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    assert parse_date_time(moment.isoformat()) == moment


@pytest.mark.parametrize(("texts", "kind"), [(UUIDS, "uuid"), (EMAILS, "email")])
def test_what_has_the_form_conforms(texts: list[str], kind: str) -> None:
    assert [each for each in texts if not checker().conforms(each, kind)] == []


@pytest.mark.parametrize(("texts", "kind"), [(NO_UUIDS, "uuid"), (NO_EMAILS, "email")])
def test_what_has_not_the_form_does_not(texts: list[str], kind: str) -> None:
    assert [each for each in texts if checker().conforms(each, kind)] == []


@given(st.uuids())
def test_every_uuid_is_one(value: object) -> None:
    assert is_uuid(str(value))
    assert is_uuid(str(value).upper())


@pytest.mark.parametrize("kind", ["date-time", "uuid", "email"])
@pytest.mark.parametrize("value", [None, 5, [], {}, True])
def test_a_format_says_nothing_of_what_is_no_text(kind: str, value: object) -> None:
    assert checker().conforms(value, kind)
