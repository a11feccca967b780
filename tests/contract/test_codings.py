"""Content codings are undone as RFC 9110 describes them, and lies are told."""

from __future__ import annotations

import gzip
import zlib

import pytest

from contract_tests.tape.codings import decode

PLAIN = b'{"total": 1}' * 50


def raw_deflate(content: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(content) + machine.flush()


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        (None, PLAIN),
        ("identity", PLAIN),
        ("gzip", gzip.compress(PLAIN)),
        ("GZip", gzip.compress(PLAIN)),
        ("x-gzip", gzip.compress(PLAIN)),
        ("deflate", zlib.compress(PLAIN)),
        ("deflate", raw_deflate(PLAIN)),
        ("deflate, gzip", gzip.compress(zlib.compress(PLAIN))),
    ],
    ids=["none", "identity", "gzip", "GZip", "x-gzip", "zlib", "raw deflate", "both"],
)
def test_a_coding_is_undone(coding: str | None, content: bytes) -> None:
    assert decode(content, coding, largest=10_000) == (PLAIN, None)


@pytest.mark.parametrize(
    ("coding", "content", "problem"),
    [
        ("gzip", PLAIN, "the body is not gzip"),
        ("gzip", gzip.compress(PLAIN)[:-5], "the body is not gzip"),
        ("gzip", gzip.compress(b"a" * 20_000), "the body is not gzip"),
        ("br", PLAIN, "which was not asked for"),
    ],
    ids=["no gzip", "cut off", "too large", "another coding"],
)
def test_a_wrong_coding_is_told(coding: str, content: bytes, problem: str) -> None:
    plain, told = decode(content, coding, largest=10_000)

    assert plain == content
    assert problem in (told or "")
