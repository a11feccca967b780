"""What the HTML report of a suite adds to the style: bars, and filters without script."""

from __future__ import annotations

from contract_tests.reports.html_elements import Html, choice, element
from contract_tests.reports.html_style import STYLE

_SHOWN = {
    "all": "everything",
    "missed": "not noticed",
    "plain": "not noticed, plain",
    "noticed": "noticed",
}

FILTERED_STYLE = (
    STYLE
    + """
.defects td:nth-child(1) { width: 18rem; }
.bar { display: inline-block; width: 8rem; height: .6rem; background: var(--line);
  border-radius: 3px; overflow: hidden; vertical-align: middle; }
.bar b { display: block; height: 100%; background: var(--passed); }
.w0 { width: 0; } .w1 { width: 10%; } .w2 { width: 20%; } .w3 { width: 30%; }
.w4 { width: 40%; } .w5 { width: 50%; } .w6 { width: 60%; } .w7 { width: 70%; }
.w8 { width: 80%; } .w9 { width: 90%; } .w10 { width: 100%; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.test { margin: 1.25rem 0 0; }
.all-tests > li { margin: .75rem 0; }
body:has(#show-missed:checked) .defects tbody tr:not(.missed),
body:has(#show-plain:checked) .defects tbody tr:not(.plain),
body:has(#show-noticed:checked) .defects tbody tr:not(.noticed) { display: none; }
body:has(#show-missed:checked) .defects:not(:has(.missed)),
body:has(#show-plain:checked) .defects:not(:has(.plain)),
body:has(#show-noticed:checked) .defects:not(:has(.noticed)) { display: none; }
"""
)
"""The style sheet. Its widths are classes, as a policy forbids style attributes."""


def choice_of_defects() -> Html:
    """Return the buttons that choose which defects are shown."""
    return choice(_SHOWN)


def bar(share: float) -> Html:
    """Return a bar that is filled to a share from 0 to 1, in tenths."""
    # All of it is shown for nothing but all, and none of it for nothing but none.
    tenths = 10 if share == 1 else min(9, round(share * 10))
    if share and not tenths:
        tenths = 1
    return element("span", element("b", class_=f"w{tenths}"), class_="bar")
