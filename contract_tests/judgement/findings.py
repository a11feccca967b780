"""Small words that clauses are written with."""

from __future__ import annotations

from contract_tests.judgement.clause import Broken, Held, Level, Unclear
from contract_tests.tape.exchange import Exchange, FailureKind

GATEWAY = frozenset((502, 503, 504))
"""Statuses of what stands before a deployment; they say nothing of the contract."""
MALFORMED = frozenset((405, 413, 414, 415, 431))
"""Statuses that HTTP has for what is malformed; the document leaves them out."""

# A list may lag behind so many seconds; what is still wrong later is wrong.
LATEST = 15.0


def held(*exchanges: Exchange) -> Held:
    """Say that a clause held in these exchanges."""
    return Held(tuple(each.number for each in exchanges))


def broken(
    *exchanges: Exchange, expected: str, observed: str, level: Level | None = None
) -> Broken:
    """Say that a clause was broken; the first exchange shows it best."""
    numbers = tuple(each.number for each in exchanges)
    return Broken(numbers, expected, observed, level)


def unclear(*exchanges: Exchange, reason: str) -> Unclear:
    """Say that these exchanges could not show it, and why."""
    return Unclear(tuple(each.number for each in exchanges), reason)


def shown(exchange: Exchange) -> str:
    """Return in a few words what came back."""
    if exchange.failure:
        words = {
            FailureKind.DROPPED: "the connection was dropped",
            FailureKind.TIMEOUT: "no reply in time",
            FailureKind.CONNECT: "no connection",
            FailureKind.MALFORMED: "no valid HTTP reply",
            FailureKind.TOO_LARGE: "a reply without end",
        }
        return words.get(exchange.failure.kind, str(exchange.failure.kind))
    assert exchange.reply is not None
    error = exchange.value.get("error")
    message = error.get("message") if isinstance(error, dict) else None
    return f"{exchange.status}" + (f" ({str(message)[:100]})" if message else "")


def obstacle(exchange: Exchange) -> str | None:
    """Return why an exchange says nothing of its clause, None if nothing stands in the way.

    That is a 429, a gateway's status, a 401 for a key that is good (the document gives
    it for rate limits too), or no reply.
    """
    if exchange.failure:
        return shown(exchange)
    if exchange.status == 429:
        return "throttled (429)"
    if exchange.status == 401:
        return "answered 401, which the document gives for rate limits too"
    if exchange.status in GATEWAY:
        return f"a gateway answered {exchange.status}"
    return None
