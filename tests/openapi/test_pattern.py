"""Strings for regular expressions: they match, keep the length, and read well."""

from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.openapi.generation.pattern import compile_pattern

SEMVER = (
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
    r"(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
)
REAL = {
    "semver": SEMVER,
    "phone": r"^\+[1-9]\d{1,14}$",
    "slug": r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "arn": r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:[\w+=,.@/-]{1,64}$",
    "hex colour": r"^#(?:[0-9a-fA-F]{3}){1,2}$",
    "account sid": r"^AC[0-9a-fA-F]{32}$",
    "date": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    "time": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$",
    "password": r"^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^\w\s]).{8,64}$",
    "email": r"^[^\s@]+@[^\s@]+\.[^\s@]+$",
    "uuid": r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    "no double hyphen": r"^(?!.*--)[a-z0-9-]{3,20}$",
    "not zeros": r"^(?!000)\d{3}$",
    "currency": r"^[A-Z]{3}$",
    "mime type": r"^[\w.+-]+/[\w.+-]+$",
    "IPv4": r"^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$",
}
SYNTAX = {
    "not anchored": r"foo",
    "only the end is anchored": r"@company\.com$",
    "alternatives with anchors": r"^a{2,}$|^b$",
    "empty": r"^$",
    "back-reference": r"^(a|b)\1$",
    "escaped slash": r"^a\/b$",
    "code unit": r"^\u0041$",
    "code point": r"^\u{1F600}$",
    "control letter": r"^\cA$",
    "letters of any script": r"^\p{L}{3}$",
    "property by its long name": r"^\p{Script=Greek}+$",
    "property inside of brackets": r"^[\p{Lu}_-]{4}$",
    "what has no property": r"^\P{L}$",
    "a bracket inside of brackets": r"^[[\]a-]+$",
    "hyphens in a range": r"^[+--]+$",
    "negated class": r"^[^a-z]+$",
    "escape class in brackets": r"^[\d\-x]+$",
    "lazy": r"^a+?b*?$",
    "word boundary": r"\bfoo\b",
    "look-behind": r"^a(?<=a)b$",
    "new line at the end": r"^.{3}\n$",
    "optional group": r"^(?:ab)?c$",
    "not only spaces": r"^(?!\s*$).+",
}


@pytest.mark.parametrize(
    "pattern", [*REAL.values(), *SYNTAX.values()], ids=[*REAL, *SYNTAX]
)
def test_samples_match_for_an_independent_validator(pattern: str) -> None:
    validator = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    compiled = compile_pattern(pattern)
    assert compiled is not None
    for seed in range(20):
        sample = compiled.sample(bytes([seed]))
        assert sample is not None
        assert validator.is_valid(sample)


@pytest.mark.parametrize(
    "name",
    [
        "L",
        "Lu",
        "Ll",
        "M",
        "N",
        "Nd",
        "P",
        "S",
        "Sc",
        "Z",
        "C",
        "Latin",
        "Cyrillic",
        "Han",
        "Hiragana",
        "Arabic",
        "Emoji",
    ],
)
def test_unicode_properties_are_met(name: str) -> None:
    pattern = rf"^\p{{{name}}}{{8}}$"
    validator = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    compiled = compile_pattern(pattern)
    assert compiled is not None
    assert all(validator.is_valid(compiled.sample(bytes([n]))) for n in range(20))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(r"^(?<x>ab)\k<x>$", "abab", id="named group"),
        pytest.param(r"^\ud83d\ude00$", "\U0001f600", id="surrogate pair"),
        pytest.param(r"^a[^]b$", None, id="any character"),
        pytest.param(r"^{x}$", "{x}", id="brace that is no quantifier"),
    ],
)
def test_syntax_that_other_engines_refuse(pattern: str, expected: str | None) -> None:
    compiled = compile_pattern(pattern)
    assert compiled is not None
    sample = compiled.sample(b"seed")
    assert sample is not None
    assert expected is None or sample == expected


@pytest.mark.parametrize(
    ("pattern", "low", "high"),
    [
        pytest.param(r"^[a-z]+$", 50, 50, id="one repeat"),
        pytest.param(r"^[a-z]+$", 100_000, 100_001, id="a very long repeat"),
        pytest.param(REAL["slug"], 40, 44, id="nested repeats"),
        pytest.param(r"^(?:abc)+$", 10, 12, id="steps of three"),
        pytest.param(r"^(ab|abcd)x?$", 5, 5, id="alternatives"),
        pytest.param(r"foo", 30, 30, id="letters around"),
        pytest.param(r"\bfoo\b", 9, 12, id="spaces around"),
        pytest.param(REAL["password"], 20, 24, id="look-aheads"),
        pytest.param(r"^a*b*c*$", 25, 25, id="several repeats"),
        pytest.param(r"^[a-z]*$", 0, 0, id="nothing"),
    ],
)
def test_lengths_are_met(pattern: str, low: int, high: int) -> None:
    compiled = compile_pattern(pattern)
    assert compiled is not None
    sample = compiled.sample(b"seed", low, high)
    assert sample is not None
    assert low <= len(sample) <= high
    assert compiled.matches(sample)


@pytest.mark.parametrize(
    ("pattern", "low", "high"),
    [
        pytest.param(r"^[a-z]{3}$", 4, 9, id="too short"),
        pytest.param(r"^[a-z]{3}$", 0, 2, id="too long"),
        pytest.param(r"^a(?!a)a$", 0, 9, id="never matches"),
        pytest.param(r"[]", 0, 9, id="empty class"),
    ],
)
def test_no_sample_where_there_is_none(pattern: str, low: int, high: int) -> None:
    compiled = compile_pattern(pattern)
    assert compiled is not None
    assert compiled.sample(b"seed", low, high) is None


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"^(a$", id="group left open"),
        pytest.param(r"[a", id="bracket left open"),
        pytest.param("a\\", id="lone backslash"),
        pytest.param(r"\p{Klingon}", id="unknown property"),
        pytest.param(r"[z-a]", id="range backwards"),
    ],
)
def test_what_is_not_understood_is_told_apart(pattern: str) -> None:
    assert compile_pattern(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        pytest.param(r"^.{12}$", "abcdefghijklmnopqrstuvwxyz0123456789", id="any"),
        pytest.param(r"^[^/]{12}$", "abcdefghijklmnopqrstuvwxyz0123456789", id="not"),
        pytest.param(
            r"^\S{12}$", "abcdefghijklmnopqrstuvwxyz0123456789", id="no space"
        ),
        pytest.param(r"^[A-Z_]{12}$", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", id="capitals"),
    ],
)
def test_letters_are_preferred_to_punctuation(pattern: str, allowed: str) -> None:
    compiled = compile_pattern(pattern)
    assert compiled is not None
    sample = compiled.sample(b"seed")
    assert sample is not None
    assert set(sample) <= set(allowed)


def test_the_same_seed_gives_the_same_sample() -> None:
    compiled = compile_pattern(SEMVER)
    assert compiled is not None
    samples = {compiled.sample(b"one") for _ in range(5)}
    assert len(samples) == 1
    assert compiled.sample(b"two") not in samples


_atoms = st.sampled_from([r"\d", r"\w", "[a-f]", "[^x]", "x", "é", "(?:ab|c)", r"\."])
_quantifiers = st.sampled_from(["", "?", "*", "+", "{2}", "{1,3}", "{2,}"])
_patterns = st.lists(st.tuples(_atoms, _quantifiers), min_size=1, max_size=6).map(
    lambda parts: f"^{''.join(map(''.join, parts))}$"
)


@given(pattern=_patterns, seed=st.binary(max_size=8), extra=st.integers(0, 12))
def test_any_pattern_has_samples_and_longer_ones(
    pattern: str, seed: bytes, extra: int
) -> None:
    """A pattern of the grammar has a sample; if it can grow, one that is longer."""
    compiled = compile_pattern(pattern)
    assert compiled is not None
    sample = compiled.sample(seed)
    assert sample is not None
    assert jsonschema_rs.is_valid({"pattern": pattern}, sample)
    if pattern.endswith((r"\w+$", r"\d*$", "[a-f]+$")):
        assert compiled.sample(seed, len(sample) + extra) is not None
