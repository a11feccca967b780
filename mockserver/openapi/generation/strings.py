"""Strings: by pattern, format, encoding, name, and of any length."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mockserver.openapi.generation.content import encoded, is_encoding
from mockserver.openapi.generation.draw import Draw, derive
from mockserver.openapi.generation.formats import longer, of_format, shorter, variants
from mockserver.openapi.generation.json_equality import fingerprint
from mockserver.openapi.generation.names import usual_text
from mockserver.openapi.generation.pattern import Pattern, compile_pattern
from mockserver.openapi.generation.shape import Shape, Span
from mockserver.openapi.generation.site import Failure, Site
from mockserver.openapi.generation.words import phrase, prose

_PROBES = ("a", "A", "1", "abc", "ABC", "123", "a1", "https://example.com", "", " ")


def make_string(
    shape: Shape, site: Site, *, accepts: Callable[[str], bool] | None = None
) -> str:
    """Return a string; raises Failure naming the pattern that was not met.

    ``accepts`` has the last word on each candidate, for a pattern that has to
    agree with a format or with a negation. If it accepts none, and no pattern is
    to blame, the last candidate is returned for others to refuse.
    """
    patterns = [compile_pattern(pattern) for pattern in shape.patterns]
    known = [pattern for pattern in patterns if pattern is not None]
    span = shape.length
    refused: str | None = None
    for text in _candidates(shape, site, known):
        fits = span.low <= len(text) <= span.high
        if fits and all(pattern.matches(text) for pattern in known):
            if shape.excluded and fingerprint(text) in shape.excluded:
                continue
            if accepts is None or accepts(text):
                return text
            refused = text
    if refused is not None and not shape.patterns:
        return refused
    raise Failure(site, _reason(shape))


def _candidates(shape: Shape, site: Site, patterns: list[Pattern]) -> Iterator[str]:
    for name in shape.formats:
        yield from _formatted(name, shape.length, site)
    if is_encoding(shape.encoding):
        text = encoded(shape.encoding, shape.media_type, Draw(site.seed))
        yield text
        yield text + "QUFB" * max(-(-(shape.length.low - len(text)) // 4), 0)
        yield ("QUFB" * (shape.length.high // 4 + 1))[: shape.length.high // 4 * 4]
    if len(patterns) < len(shape.patterns):
        # A pattern is not understood: whether one of these matches is left to
        # the validator, and each attempt tries another.
        start = Draw(site.seed).below(len(_PROBES))
        yield from _PROBES[start:]
    usual = usual_text(site.name, Draw(site.seed), site.run.now)
    if usual is not None:
        yield usual
    for position, pattern in enumerate(patterns):
        seed = derive(site.seed, f"pattern {position}")
        yield from pattern.samples(seed, shape.length.low, shape.length.high)
    if not patterns:
        yield from _plain(usual, shape.length, site)


def _formatted(name: str, span: Span, site: Site) -> Iterator[str]:
    text = of_format(name, Draw(site.seed), site.name, site.run.now)
    if text is None:
        return
    yield text
    yield from variants(name, text)
    yield from longer(name, text, span.low)
    for short in shorter(name):
        yield short
        yield from longer(name, short, span.low)


def _plain(usual: str | None, span: Span, site: Site) -> Iterator[str]:
    """Yield readable text that is stretched or cut to the wanted length."""
    draw = Draw(site.seed)
    text = usual if usual is not None else phrase(draw)
    if len(text) < span.low:
        text = prose(draw, at_least=span.low)
        high = max(span.low, min(span.high, span.low + 10))
        text = text[:high]
    text = text[: span.high]
    trimmed = text.rstrip(" -_")
    yield trimmed if len(trimmed) >= max(span.low, 1) else text.replace(" ", "a")


def _reason(shape: Shape) -> str:
    span = shape.length
    wanted = [f"pattern {pattern!r}" for pattern in shape.patterns]
    wanted += [f"format {name!r}" for name in shape.formats]
    if span.low > span.high:
        return f"minLength {span.low} is above maxLength {span.high}"
    sizes = f"{span.describe()} characters"
    return f"no string of {sizes} was found for {' and '.join(wanted) or 'the schema'}"
