"""`contract-tests compare`: two deployments, the same requests."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contract_tests.cli.output import without_output
from contract_tests.comparison import compare as compare_both
from contract_tests.comparison import render_json, render_text
from contract_tests.options import settings_of
from contract_tests.settings import base_url


def compare(
    left: str,
    right: str,
    given: Mapping[str, Any],
    *,
    right_api_key: str | None,
    as_json: bool,
) -> int:
    """Compare two deployments; return 0 if they answer alike, 1 if not."""
    first = settings_of(left, without_output(given))
    second = replace(first, url=base_url(right), api_key=right_api_key or first.api_key)
    comparison = compare_both(first, second)
    sys.stdout.write(render_json(comparison) if as_json else render_text(comparison))
    return 1 if comparison.differs else 0
