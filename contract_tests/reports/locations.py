"""Where a clause stands in the document's text, for tools that point at lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from contract_tests.contract.pointers import Position, positions
from contract_tests.judgement.clause import Clause

_START = Position(1, 1)
# JSON allows what the reader of YAML refuses or takes for the end of a line: each is
# replaced by as many other characters, so that all places stay what they are.
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_UNWELCOME = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)


def locate(clause: Clause, places: Mapping[str, Position]) -> Position:
    """Return the place of the clause's first pointer, or of what it stands in.

    A clause that no document says stands at the beginning.
    """
    pointers = [source.pointer for source in clause.sources if source.pointer]
    pointer = pointers[0] if pointers else ""
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, _START)


def places_in(document_text: str) -> Mapping[str, Position]:
    """Return where each pointer stands; nothing if the text cannot be read as YAML."""
    text = _UNWELCOME.sub(" ", _SURROGATE_ESCAPE.sub(r"\\u0020", document_text))
    try:
        return positions(text)
    except yaml.YAMLError:
        return {}
