"""The comparison as text for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from contract_tests.comparison.comparing import Compared, Comparison
from contract_tests.comparison.difference import Difference, Gravity
from contract_tests.tape.exchange import Exchange


def render_json(comparison: Comparison) -> str:
    """Return the comparison as JSON: every request, with its differences."""
    content = {
        "left": comparison.left,
        "right": comparison.right,
        "differs": comparison.differs,
        "compared": comparison.compared,
        "credits": [each.credits for each in comparison.spent],
        "requests": [_request(each) for each in comparison.requests],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _request(request: Compared) -> dict[str, object]:
    sent = request.left or request.right
    return {
        "name": request.name,
        "method": sent.request.method if sent else None,
        "targets": [_target(request.left), _target(request.right)],
        "statuses": [_status(request.left), _status(request.right)],
        "left_out": request.left_out or None,
        "differences": [
            {
                "aspect": each.aspect.value,
                "gravity": each.gravity.value,
                "path": each.path,
                "left": each.left,
                "right": each.right,
            }
            for each in request.differences
        ],
    }


def _target(exchange: Exchange | None) -> str | None:
    return exchange.request.target if exchange else None


def _status(exchange: Exchange | None) -> int | None:
    return exchange.status if exchange else None


def render_text(comparison: Comparison) -> str:
    """Return the comparison for people: differences, then notes, then a verdict."""
    lines = [f"left   {comparison.left}", f"right  {comparison.right}", ""]
    for gravity, heading in (
        (Gravity.DIFFERENT, "different"),
        (Gravity.NOTE, "worth a look"),
    ):
        found = list(_grouped(comparison, gravity))
        if found:
            lines += [f"{heading}:", *found, ""]
    left_out = [each for each in comparison.requests if each.left_out]
    if left_out:
        lines += ["not compared:"]
        lines += [f"  {each.name}: {each.left_out}" for each in left_out]
        lines.append("")
    verdict = "they differ" if comparison.differs else "they answer alike"
    cost = sum(each.credits for each in comparison.spent)
    total = len(comparison.requests)
    lines.append(
        f"{comparison.compared} of {total} requests compared, {cost} credits spent:"
        f" {verdict}"
    )
    return "\n".join(lines) + "\n"


def _grouped(comparison: Comparison, gravity: Gravity) -> Iterator[str]:
    """Yield each difference once, with the requests that show it."""
    groups: dict[Difference, list[str]] = {}
    for request in comparison.requests:
        for each in request.differences:
            if each.gravity is gravity:
                groups.setdefault(each, []).append(request.name)
    for difference, names in groups.items():
        yield f"  {difference}"
        rest = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield f"      in {'; '.join(names[:3])}{rest}"
