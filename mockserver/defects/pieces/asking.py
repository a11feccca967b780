"""Requests for images: what they ask for, and other answers than they should have."""

from __future__ import annotations

from mockserver.defects.pieces.around import Change
from mockserver.defects.pieces.conditions import GENERATE
from mockserver.defects.pieces.occasion import Occasion

GPT_2 = "openai:gpt-image-2"
PRO = "google:gemini-3-pro-image-preview"
FLASH_3 = "google:gemini-3.1-flash-image-preview"

RATIOS = ("1:1", "3:2", "2:3", "16:9", "9:16", "4:3", "3:4", "21:9")
"""The ratios that may be asked for."""


def prompt(it: Occasion) -> str:
    """Return the prompt that a good key asks with; empty if there is none."""
    sent = it.sent
    text = sent.get("prompt") if isinstance(sent, dict) and it.account else None
    return text if it.operation == GENERATE and isinstance(text, str) else ""


def asked_for(**fields: object) -> Change:
    """Set fields of the JSON object that is sent."""
    return lambda it: it.send({**it.sent, **fields})


def refusing(path: str, message: str, code: str = "invalid") -> Change:
    """Refuse with 400 and this problem."""
    return lambda it: it.refuse(400, message, path=path, code=code)
