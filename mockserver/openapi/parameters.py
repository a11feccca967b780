"""Parameters: what a request carries beside its body, decoded and validated."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from mockserver.openapi.contracts import SchemaContract
from mockserver.openapi.json_reader import JsonProblem, read_json
from mockserver.openapi.percent import EncodingProblem, decode_percent
from mockserver.openapi.shapes import Shape
from mockserver.openapi.styles import (
    SEPARATORS,
    Decode,
    ShapeProblem,
    as_is,
    bracket_steps,
    decode_path,
    decode_query,
    from_assignments,
    from_brackets,
    from_delimited,
    from_label,
    from_matrix,
    from_simple,
)
from mockserver.openapi.violations import Violation, join

Pairs = Sequence[tuple[str, str]]
"""Names, decoded, with values as they were sent, in their order."""

_NOTHING = object()


class Decoded(NamedTuple):
    """The parameters of a request.

    ``values`` has the keys ``path``, ``query``, ``header`` and ``cookie``; under
    each stand the decoded values by the parameter's name as the document
    writes it, defaults filled in. Optional parameters that were not sent and
    have no default are left out, and so are those with a violation.
    """

    values: Mapping[str, Mapping[str, Any]]
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation.

    ``location`` is ``path``, ``query``, ``header`` or ``cookie``. ``schema`` is
    rewritten, as requests read it. ``content_type`` is set if the value is a
    text of that media type (``content`` in the document).
    """

    name: str
    location: str
    required: bool
    style: str
    explode: bool
    allow_empty: bool
    deprecated: bool
    description: str
    pointer: str
    contract: SchemaContract
    shape: Shape
    content_type: str | None
    default: tuple[Any, ...]

    @property
    def schema(self) -> Any:
        """The schema of the value."""
        return self.contract.schema

    @property
    def path(self) -> str:
        """Where violations are reported, such as ``query.limit``."""
        return join(self.location, [self.name])

    def fallback(self) -> Any:
        """Return the default, which there must be."""
        value = self.default[0]
        return copy.deepcopy(value) if isinstance(value, (dict, list)) else value

    def read_one(self, raw: str, decode: Decode) -> Any:
        """Return the value of a raw text that holds the whole parameter.

        Raises :class:`ShapeProblem`, :class:`EncodingProblem` or
        :class:`JsonProblem`.
        """
        if self.content_type is not None:
            text = decode(raw)
            if self.content_type == "json":
                return read_json(text.encode("utf-8", "surrogatepass"))
            return text
        if self.shape.is_ambiguous:
            single = self.shape.scalar(decode(raw))
            if self.contract.is_valid(single):
                return single
        reader = _READERS.get(self.style)
        if reader is not None:
            return reader(self, raw, decode)
        if not self.shape.is_structured:
            return self.shape.scalar(decode(raw))
        if self.shape.is_array and self.style == "form" and self.explode:
            return [self.shape.items.scalar(decode(raw))]
        return from_delimited(raw, self.shape, decode, SEPARATORS[self.style])

    def read_pairs(self, pairs: Pairs, decode: Decode, claimed: frozenset[str]) -> Any:
        """Return the value from the pairs of a query or cookie, or a marker.

        ``claimed`` are the names of all parameters: an object that is spread
        over several pairs takes none of theirs.
        """
        if self.content_type is None:
            if self.style == "deepObject":
                return self._from_brackets(pairs, decode)
            if self.style == "form" and self.explode and self.shape.is_object:
                return self._from_spread(pairs, decode, claimed)
        texts = [raw for name, raw in pairs if name == self.name]
        if not texts:
            return _NOTHING
        is_list = self.content_type is None and self.shape.is_array
        if is_list and self.explode and self.style == "form":
            if len(texts) == 1 and self.shape.is_ambiguous:
                return self.read_one(texts[0], decode)
            if texts == [""]:
                return []
            return [self.shape.items.scalar(decode(raw)) for raw in texts]
        if len(texts) > 1:
            raise _Repeated
        return self.read_one(texts[0], decode)

    def _from_brackets(self, pairs: Pairs, decode: Decode) -> Any:
        found = [
            (steps, decode(raw))
            for name, raw in pairs
            if (steps := bracket_steps(name, self.name)) is not None
        ]
        return from_brackets(found, self.shape) if found else _NOTHING

    def _from_spread(
        self, pairs: Pairs, decode: Decode, claimed: frozenset[str]
    ) -> Any:
        known = self.shape.properties
        result: dict[str, Any] = {}
        for name, raw in pairs:
            if name not in known and (
                name in claimed or not self.shape.has_open_properties
            ):
                continue
            inner = self.shape.property_shape(name)
            if inner.is_array:
                result.setdefault(name, []).append(inner.items.scalar(decode(raw)))
            elif name in result:
                raise ShapeProblem(f"must not have {name!r} twice")
            else:
                result[name] = inner.scalar(decode(raw))
        return result or _NOTHING


class _Repeated(Exception):
    """A single value that was sent more than once."""


def _simple(parameter: Parameter, raw: str, decode: Decode) -> Any:
    return from_simple(raw, parameter.shape, decode, explode=parameter.explode)


def _label(parameter: Parameter, raw: str, decode: Decode) -> Any:
    return from_label(raw, parameter.shape, decode, explode=parameter.explode)


def _matrix(parameter: Parameter, raw: str, decode: Decode) -> Any:
    return from_matrix(
        raw, parameter.name, parameter.shape, decode, explode=parameter.explode
    )


def _header(parameter: Parameter, raw: str, decode: Decode) -> Any:
    """Read a header, in which spaces may follow the commas."""
    if parameter.shape.is_object and parameter.explode:
        text = ",".join(part.strip(" \t") for part in raw.split(","))
        return from_assignments(text, parameter.shape, decode, ",")
    return from_simple(raw, parameter.shape, decode, explode=False)


_READERS: dict[str, Callable[[Parameter, str, Decode], Any]] = {
    "simple": _simple,
    "label": _label,
    "matrix": _matrix,
    "header": _header,
}


class Parameters:
    """The parameters of one operation, ready to decode requests."""

    def __init__(self, parameters: Sequence[Parameter]) -> None:
        self.all = tuple(parameters)
        by_location = {
            place: tuple(one for one in parameters if one.location == place)
            for place in ("path", "query", "header", "cookie")
        }
        self._path = by_location["path"]
        self._query = by_location["query"]
        self._header = by_location["header"]
        self._cookie = by_location["cookie"]
        self._query_names = frozenset(one.name for one in self._query)
        self._cookie_names = frozenset(one.name for one in self._cookie)

    def decode(
        self,
        path_values: Mapping[str, str],
        query_string: bytes,
        headers: Mapping[str, str],
    ) -> Decoded:
        """Decode and validate the parameters of a request; never raises."""
        if not self.all:
            return _NO_PARAMETERS
        violations: list[Violation] = []
        values = {
            "path": self._decode_path(path_values, violations),
            "query": self._decode_query(query_string, violations),
            "header": self._decode_headers(headers, violations),
            "cookie": self._decode_cookies(headers, violations),
        }
        return Decoded(values, tuple(violations))

    def _decode_path(
        self, path_values: Mapping[str, str], violations: list[Violation]
    ) -> Mapping[str, Any]:
        if not self._path:
            return _EMPTY
        values: dict[str, Any] = {}
        for parameter in self._path:
            raw = path_values.get(parameter.name)
            read = None if raw is None else _reading(parameter, raw, decode_path)
            _settle(parameter, read, values, violations)
        return values

    def _decode_query(
        self, query_string: bytes, violations: list[Violation]
    ) -> Mapping[str, Any]:
        if not self._query:
            return _EMPTY
        pairs = _query_pairs(query_string, violations) if query_string else ()
        values: dict[str, Any] = {}
        for parameter in self._query:
            read = (
                _reading_pairs(parameter, pairs, decode_query, self._query_names)
                if pairs
                else None
            )
            _settle(parameter, read, values, violations)
        return values

    def _decode_headers(
        self, headers: Mapping[str, str], violations: list[Violation]
    ) -> Mapping[str, Any]:
        if not self._header:
            return _EMPTY
        values: dict[str, Any] = {}
        for parameter in self._header:
            raw = headers.get(parameter.name.lower())
            read = None if raw is None else _reading(parameter, raw, as_is)
            _settle(parameter, read, values, violations)
        return values

    def _decode_cookies(
        self, headers: Mapping[str, str], violations: list[Violation]
    ) -> Mapping[str, Any]:
        if not self._cookie:
            return _EMPTY
        pairs = cookie_pairs(headers.get("cookie", ""))
        values: dict[str, Any] = {}
        for parameter in self._cookie:
            read = (
                _reading_pairs(parameter, pairs, decode_percent, self._cookie_names)
                if pairs
                else None
            )
            _settle(parameter, read, values, violations)
        return values


_EMPTY: Mapping[str, Any] = {}
_NO_PARAMETERS = Decoded(
    {"path": _EMPTY, "query": _EMPTY, "header": _EMPTY, "cookie": _EMPTY}, ()
)

Reading = Callable[[], Any]


def _reading(parameter: Parameter, raw: str, decode: Decode) -> Reading:
    return lambda: parameter.read_one(raw, decode)


def _reading_pairs(
    parameter: Parameter, pairs: Pairs, decode: Decode, claimed: frozenset[str]
) -> Reading:
    return lambda: parameter.read_pairs(pairs, decode, claimed)


def _settle(
    parameter: Parameter,
    read: Reading | None,
    values: dict[str, Any],
    violations: list[Violation],
) -> None:
    """Read one parameter and put down its value, its default or its violations."""
    value = _NOTHING
    if read is not None:
        try:
            value = read()
        except _Repeated:
            problem = Violation(parameter.path, "must be sent once", "repeated")
            violations.append(problem)
            return
        except EncodingProblem as error:
            problem = Violation(parameter.path, str(error), "invalid_encoding")
            violations.append(problem)
            return
        except ShapeProblem as error:
            violations.append(Violation(parameter.path, str(error), "style"))
            return
        except JsonProblem as error:
            path = join(parameter.path, error.steps)
            violations.append(Violation(path, error.message, error.code))
            return
    if value is _NOTHING:
        if parameter.default:
            values[parameter.name] = parameter.fallback()
        elif parameter.required:
            problem = Violation(parameter.path, "is required", "required")
            violations.append(problem)
        return
    if parameter.contract.is_valid(value) or (parameter.allow_empty and value == ""):
        values[parameter.name] = value
    else:
        violations.extend(parameter.contract.violations(value, root=parameter.path))


def _query_pairs(query_string: bytes, violations: list[Violation]) -> Pairs:
    pairs: list[tuple[str, str]] = []
    for part in query_string.decode("latin-1").split("&"):
        if not part:
            continue
        name, _, raw = part.partition("=")
        try:
            pairs.append((decode_query(name), raw))
        except EncodingProblem as error:
            # No parameter can be named, so the query as a whole is.
            message = f"has a name that {error}"
            violations.append(Violation("query", message, "invalid_encoding"))
    return pairs


def cookie_pairs(header: str) -> list[tuple[str, str]]:
    """Return the names and raw values of a ``Cookie`` header (RFC 6265, section 4.2)."""
    pairs = []
    for part in header.split(";"):
        name, equals, raw = part.strip(" \t").partition("=")
        if equals:
            pairs.append((name, raw.strip('"') if raw.startswith('"') else raw))
    return pairs
