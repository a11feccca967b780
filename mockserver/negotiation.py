"""What an operation without behaviour answers: status, media type and value.

The first documented success is taken; JSON before anything else, unless the
client's Accept prefers another documented type (RFC 9110, section 12.5.1).
The same request is answered with the same value each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from mockserver.messages import Reason, Refused, Reply, Request
from mockserver.openapi import (
    MediaContract,
    Operation,
    ResponseContract,
)
from mockserver.values import NoValueError, Values

# Fields that say how a message is sent, or that the server writes itself: a made-up
# value would break the message (RFC 9110, sections 6.6.1, 7.6.1 and 8).
_OF_THE_SERVER = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "content-type",
        "date",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
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
            if not contract.media_types:
                return Reply(status, None, media_type=None, headers=headers)
            media_type = _preferred(
                contract.media_types, request.headers.get("accept", "")
            )
            content = contract.media_types[media_type]
            body = self._values.make_reply(
                content.schema, examples=content.examples, seed=seed
            )
        except NoValueError as error:
            message = f"No valid reply of {operation.id} could be generated: {error}"
            raise Refused(Reason.INTERNAL, message) from None
        return Reply(status, body, media_type=_concrete(media_type), headers=headers)

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
            if name.lower() in _OF_THE_SERVER:
                continue
            value = self._values.make(schema, seed=seed, name=name)
            if isinstance(value, str | int | float):
                text = str(value).lower() if isinstance(value, bool) else str(value)
                headers.append((name, _field_value(text)))
        return headers


def success_of(operation: Operation) -> tuple[int, ResponseContract | None]:
    """Return the status of the first documented success, with its contract.

    Without a success the default reply counts as 200; then the first status.
    """
    keys = [contract.status_key for contract in operation.responses]
    for key in (*sorted(k for k in keys if k.startswith("2")), "default", *keys):
        status = (
            200 if key == "default" else int(key.replace("X", "0").replace("x", "0"))
        )
        contract = operation.response(status)
        if key in keys and contract is not None:
            return status, contract
    return 200, None


def _preferred(media_types: Mapping[str, MediaContract], accept: str) -> str:
    ranked = sorted(media_types, key=_rank)
    quality = dict(_ranges(accept))
    if not quality:
        return ranked[0]
    # sorted() is stable, so JSON stays first among equals. A client that accepts
    # none of them gets the first all the same, as RFC 9110 allows.
    return max(ranked, key=lambda media_type: _quality(media_type, quality))


def _rank(media_type: str) -> int:
    essence = media_type.partition(";")[0].strip().lower()
    if essence.endswith(("/json", "+json")):
        return 0
    return 2 if essence in ("*/*", "text/event-stream") or "xml" in essence else 1


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    for item in accept.split(","):
        media_range, *parameters = (part.strip().lower() for part in item.split(";"))
        if not media_range:
            continue
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 1.0
        yield media_range, weight


def _quality(media_type: str, quality: Mapping[str, float]) -> float:
    essence = media_type.partition(";")[0].strip().lower()
    main = essence.partition("/")[0]
    for candidate in (essence, f"{main}/*", "*/*"):
        if candidate in quality:
            return quality[candidate]
    return 0.0


def _concrete(media_type: str) -> str:
    """Return a type that can be sent: a documented range is not one."""
    if "*" not in media_type:
        return media_type
    return "text/plain" if media_type.startswith("text/") else "application/json"


def _field_value(text: str) -> str:
    printable = "".join(c if " " <= c <= "~" else " " for c in text)
    return printable.strip()
