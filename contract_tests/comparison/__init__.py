"""What two deployments answer differently, beyond ids, times and balances."""

from contract_tests.comparison.comparing import Compared, Comparison, compare
from contract_tests.comparison.difference import Aspect, Difference, Gravity
from contract_tests.comparison.exchanges import differences
from contract_tests.comparison.rendering import render_json, render_text

__all__ = [
    "Aspect",
    "Compared",
    "Comparison",
    "Difference",
    "Gravity",
    "compare",
    "differences",
    "render_json",
    "render_text",
]
