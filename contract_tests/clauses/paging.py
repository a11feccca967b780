"""The pages that both lists are read by."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.places import LIST_AT, USAGE_AT
from contract_tests.contract.document import (
    LIST,
    USAGE,
)
from contract_tests.judgement.clause import (
    Source,
)
from contract_tests.judgement.evidence import (
    Evidence,
    Page,
)

BOTH = (LIST, USAGE)


def both(suffix: str, quote: str) -> tuple[Source, ...]:
    """Return the same place of both list operations."""
    return Source(f"{LIST_AT}{suffix}", quote), Source(f"{USAGE_AT}{suffix}", quote)


def every_page(evidence: Evidence) -> Iterator[Page]:
    """Yield every page of both lists."""
    for operation in BOTH:
        yield from evidence.pages(operation)
