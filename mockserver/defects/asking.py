"""Requests for images: what they ask for, and other answers than they should have."""

from __future__ import annotations

from mockserver.defects.around import Change
from mockserver.defects.conditions import GENERATE
from mockserver.defects.occasion import Occasion


def prompt(it: Occasion) -> str:
    """Return the prompt that a good key asks with; empty if there is none."""
    sent = it.sent
    text = sent.get("prompt") if isinstance(sent, dict) and it.account else None
    return text if it.operation == GENERATE and isinstance(text, str) else ""


def asked_for(**fields: object) -> Change:
    """Set fields of the JSON object that is sent."""
    return lambda it: it.send({**it.sent, **fields})


def refusing(path: str, message: str) -> Change:
    """Refuse with 400 and this problem."""
    return lambda it: it.refuse(400, message, path=path)
