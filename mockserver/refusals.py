"""How a refusal becomes a status and a body that the operation documents.

The document decides: 402 for a lack of credits once it is declared, 400 on an
operation once it is, and a body made from the declared schema where that is
not the error shape of the Get Images document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.media import choose, write_structured
from mockserver.messages import Reason, Refused, Reply, Written
from mockserver.openapi import Operation, ResponseContract
from mockserver.values import NoValueError, Values

# Statuses that fit a reason, best first. The first that the operation documents
# is taken; if it documents none, the first of all. 404 stands last for INVALID
# because getImage has no 400: a malformed id names no image.
STATUSES: Mapping[Reason, tuple[int, ...]] = {
    Reason.INVALID: (400, 422, 404),
    Reason.NOT_FOUND: (404, 410, 400),
    Reason.UNAUTHORIZED: (401, 403),
    Reason.RATE_LIMITED: (429, 503),
    Reason.INSUFFICIENT_CREDITS: (402, 400, 403, 422),
    Reason.GENERATION_FAILED: (500, 502, 503),
    Reason.TOO_LARGE: (413, 400, 422),
    Reason.UNSUPPORTED_MEDIA_TYPE: (415, 400, 422),
    Reason.INTERNAL: (500,),
}

# Where error schemas of other documents keep the sentence for people.
_MESSAGE_NAMES = (
    "message",
    "detail",
    "title",
    "error",
    "error_description",
    "description",
)


def error_body(message: str, details: Any = ()) -> dict[str, Any]:
    """Write an error as #/components/schemas/ErrorResponse."""
    error: dict[str, Any] = {"message": message}
    if details:
        error["details"] = [
            {"path": item.path, "message": item.message, "code": item.code}
            for item in details
        ]
    return {"error": error}


class Refusals:
    """Writes refusals in the words of the document."""

    def __init__(self, values: Values, seed: bytes) -> None:
        self._values = values
        self._seed = seed

    def reply(self, operation: Operation, refused: Refused) -> Reply:
        """Return the reply that tells this refusal by the operation's document."""
        status = documented_status(operation, refused.reason)
        body = error_body(refused.message, refused.details)
        contract = operation.response(status)
        if contract is None or not contract.media_types:
            return Reply(status, body, headers=refused.headers)
        name, media_type = choose(contract.media_types, "application/json")
        content: Any = body
        if not contract.is_valid(media_type, body):
            content = self._generated(contract, name, refused.message, body)
        schema = contract.media_types[name].schema
        written = write_structured(content, media_type, schema=schema)
        if written is not None:
            content = Written(written)
        return Reply(status, content, media_type=media_type, headers=refused.headers)

    def _generated(
        self,
        contract: ResponseContract,
        name: str,
        message: str,
        fallback: dict[str, Any],
    ) -> Any:
        content = contract.media_types[name]
        if contract.is_valid(name, message):
            return message
        try:
            body = self._values.make_reply(content.schema, examples=(), seed=self._seed)
        except NoValueError:
            return fallback
        for member in _MESSAGE_NAMES:
            told = _with_message(body, member, message)
            if told is not None and contract.is_valid(name, told):
                return told
        return body


def documented_status(operation: Operation, reason: Reason) -> int:
    """Return the best fitting status that the operation documents."""
    statuses = STATUSES[reason]
    for status in statuses:
        if operation.documents(status):
            return status
    return statuses[0]


def _with_message(body: Any, name: str, message: str) -> Any:
    if not isinstance(body, dict):
        return None
    if isinstance(body.get(name), str):
        return {**body, name: message}
    for member, inner in body.items():
        told = _with_message(inner, name, message)
        if told is not None:
            return {**body, member: told}
    return None
