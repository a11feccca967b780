"""What an operation without behaviour answers: status, media type and value.

The first documented success is taken; JSON before anything else, unless the
client's Accept prefers another documented type (RFC 9110, section 12.5.1).
The same request is answered with the same value each time.
"""

from __future__ import annotations

import hashlib
from typing import Any

from mockserver.media import choose, is_literal, sample, write_json, write_structured
from mockserver.messages import Reason, Refused, Reply, Request, Written
from mockserver.openapi import (
    MediaContract,
    Operation,
    ResponseContract,
)
from mockserver.values import NoValueError, Values

# Fields that say how a message is sent, or that the server writes itself: a made-up
# value would break the message (RFC 9110, sections 6.6.1, 7.6.1 and 8).
_OF_THE_SERVER = (
    "access-control-",
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "keep-alive",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-request-id",
)


class Negotiation:
    """Answers operations from their documented replies."""

    def __init__(self, values: Values, seed: bytes) -> None:
        self._values = values
        self._seed = seed

    def reply(self, operation: Operation, request: Request) -> Reply:
        """Return a documented example, or a generated valid value.

        Raises Refused (500) when the schema admits no value that was found.
        """
        status, contract = success_of(operation)
        if contract is None:
            return Reply(status, None, media_type=None)
        seed = self._request_seed(operation, request)
        try:
            headers = self._headers(contract, seed)
            # RFC 9110, sections 15.3.5 and 15.4.5: neither has content.
            if not contract.media_types or status in (204, 304):
                return Reply(status, None, media_type=None, headers=headers)
            name, sent = choose(contract.media_types, request.headers.get("accept", ""))
            body = self._body(contract.media_types[name], sent, seed)
        except NoValueError as error:
            message = f"No valid reply of {operation.id} could be generated: {error}"
            raise Refused(Reason.INTERNAL, message) from None
        return Reply(status, body, media_type=sent, headers=headers)

    def _body(self, content: MediaContract, sent: str, seed: bytes) -> Any:
        """Return a value, or bytes where the media type is not one of values."""
        for example in content.examples:
            if is_literal(example, sent):
                return Written(example.encode("utf-8", "replace"))
        file = None if content.examples else sample(sent)
        if file is not None and _takes(content, file):
            return Written(file)
        value = self._values.make_reply(
            content.schema, examples=content.examples, seed=seed
        )
        written = write_structured(value, sent, schema=content.schema)
        return value if written is None else Written(written)

    def _request_seed(self, operation: Operation, request: Request) -> bytes:
        text = b"\n".join(
            (operation.id.encode(), request.path.encode(), request.query_string)
        )
        return hashlib.blake2b(text, key=self._seed, digest_size=16).digest()

    def _headers(
        self, contract: ResponseContract, seed: bytes
    ) -> list[tuple[str, str]]:
        headers = []
        for name, schema in contract.headers.items():
            if name.lower().startswith(_OF_THE_SERVER):
                continue
            value = self._values.make(schema, seed=seed, name=name)
            if value is not None:
                headers.append((name, _field_value(value)))
        return headers


def success_of(operation: Operation) -> tuple[int, ResponseContract | None]:
    """Return the status of the first documented success, with its contract.

    Without a success the default reply counts as 200; then the first status.
    """
    # An interim response (1xx) is no answer.
    keys = [
        contract.status_key
        for contract in operation.responses
        if not contract.status_key.startswith("1")
    ]
    for key in (*sorted(k for k in keys if k.startswith("2")), "default", *keys):
        status = (
            200 if key == "default" else int(key.replace("X", "0").replace("x", "0"))
        )
        contract = operation.response(status)
        if key in keys and contract is not None:
            return status, contract
    return 200, None


def _takes(content: MediaContract, file: bytes) -> bool:
    """Tell whether a schema has room for a file, as a string of its bytes."""
    return content.contract is None or content.contract.is_valid(file.decode("latin-1"))


def _field_value(value: Any) -> str:
    """Write a value in the style "simple" (OpenAPI 3.1.1, section 4.8.21)."""
    if isinstance(value, dict):
        value = [part for pair in value.items() for part in pair]
    parts = value if isinstance(value, list) else [value]
    text = ",".join(
        part if isinstance(part, str) else write_json(part).decode("utf-8")
        for part in parts
    )
    printable = "".join(c if " " <= c <= "~" else " " for c in text)
    return printable.strip()
