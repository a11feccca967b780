"""The order of events for a request, in one function: ``Pipeline.respond``.

Find the operation, authenticate, limit the rate, read the body, decode and
validate, behave or generate, check the reply, write it. What each step means
stands in the modules that it calls; the order stands here and nowhere else.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from mockserver.authentication import Authentication
from mockserver.completion import Completer
from mockserver.errors import StorageError
from mockserver.media import write_body
from mockserver.messages import (
    Binding,
    Call,
    Caller,
    Deferred,
    Reason,
    Refused,
    Reply,
    Request,
    Written,
)
from mockserver.negotiation import Negotiation, success_of
from mockserver.openapi import (
    Document,
    Match,
    MatchKind,
    Operation,
    ResponseContract,
    Violation,
)
from mockserver.rate_limit import RateLimiter
from mockserver.refusals import Refusals, error_body

_log = logging.getLogger("mockserver.pipeline")


class Answer(NamedTuple):
    """A reply as it is sent: status, extra headers, media type and bytes."""

    status: int
    body: bytes
    media_type: str | None = None
    headers: Sequence[tuple[str, str]] = ()


class ViolationCount:
    """Counts replies of ours that broke the document: each is our own bug."""

    def __init__(self) -> None:
        self.total = 0
        self.latest: Violation | None = None

    def add(self, operation: Operation, violations: Sequence[Violation]) -> None:
        """Count a reply and log where it broke the document."""
        self.total += 1
        self.latest = violations[0]
        for violation in violations:
            _log.warning(
                "a reply of %s breaks the document: %s %s (%s)",
                operation.id,
                violation.path,
                violation.message,
                violation.code,
            )


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Answers requests; the parts that it calls are handed in."""

    document: Document
    bindings: Mapping[str, Binding]
    authentication: Authentication
    rate_limiter: RateLimiter
    negotiation: Negotiation
    refusals: Refusals
    completer: Completer
    violations: ViolationCount
    max_body_size: int
    strict: bool
    pause: Callable[[], Awaitable[None]] | None
    off_loop: Callable[[Callable[[], Any]], Awaitable[Any]]

    async def respond(self, request: Request) -> Answer:
        """Answer a request; never raises for anything that a client sent."""
        if self.pause is not None:
            await self.pause()
        match = self._match(request)
        operation = match.operation
        if operation is None:
            return self._unrouted(request, match)
        try:
            caller = self.authentication.caller(operation, request)
            self.rate_limiter.admit(caller)
            # What the document gives no meaning is not read (RFC 9110, section 9.3.1).
            takes_body = operation.body is not None
            body = await request.body(self.max_body_size) if takes_body else b""
            _refuse_coded(body, request)
            call = self._decoded(operation, match, request, caller, body)
            reply = self._behave(call, request)
        except Refused as refused:
            reply = self.refusals.reply(operation, refused)
        if isinstance(reply.body, Deferred):
            reply = reply._replace(body=await self.off_loop(reply.body.build))
        return self._checked(operation, reply)

    def _match(self, request: Request) -> Match:
        match = self.document.match(request.method, request.path)
        # RFC 9110, section 9.3.2: HEAD is GET without the content.
        if match.operation is None and request.method == "HEAD":
            as_get = self.document.match("GET", request.path)
            return match if as_get.operation is None else as_get
        return match

    def _decoded(
        self,
        operation: Operation,
        match: Match,
        request: Request,
        caller: Caller,
        body: bytes,
    ) -> Call:
        decoded = operation.decode(
            match.path_values, request.query_string, request.headers
        )
        content = operation.decode_body(request.headers.get("content-type"), body)
        binding = self.bindings.get(operation.id)
        violations = [*decoded.violations, *content.violations]
        if binding is not None and binding.check is not None:
            known = {violation.path for violation in violations}
            found = binding.check(content.value)
            violations += [one for one in found if one.path not in known]
        if violations:
            raise _invalid(violations)
        values = decoded.values
        return Call(
            operation=operation,
            account=caller.account,
            path=values["path"],
            query=values["query"],
            header=values["header"],
            cookie=values["cookie"],
            body=content.value,
        )

    def _behave(self, call: Call, request: Request) -> Reply:
        binding = self.bindings.get(call.operation.id)
        if binding is None:
            return self.negotiation.reply(call.operation, request)
        try:
            reply = binding.behaviour(call)
        except StorageError as error:
            _log.error("%s", error)
            # The log names the file; callers may be anybody.
            message = "The state could not be stored; nothing was charged."
            raise Refused(Reason.INTERNAL, message) from None
        if call.operation.documents(reply.status):
            return reply
        # The document may say 201 where a behaviour says 200.
        return reply._replace(status=success_of(call.operation)[0])

    def _checked(self, operation: Operation, reply: Reply) -> Answer:
        media_type, body = reply.media_type, reply.body
        if media_type is None:
            return Answer(reply.status, b"", headers=reply.headers)
        if isinstance(body, Written):
            return Answer(reply.status, body.content, media_type, reply.headers)
        contract = operation.response(reply.status)
        # A body where the document has no place for one is the mock's own refusal.
        has_place = contract is not None and bool(contract.media_types)
        if contract and has_place and not contract.is_valid(media_type, body):
            body = self._completed(contract, media_type, body)
            violations = contract.violations(media_type, body)
            if violations:
                self.violations.add(operation, violations)
                if self.strict:
                    return _broken(operation, violations)
        return Answer(
            reply.status, write_body(body, media_type), media_type, reply.headers
        )

    def _completed(self, contract: ResponseContract, media_type: str, body: Any) -> Any:
        media = contract.media(media_type)
        return body if media is None else self.completer.complete(media.schema, body)

    def _unrouted(self, request: Request, match: Match) -> Answer:
        allowed = ", ".join(allowed_methods(match))
        if request.method == "OPTIONS" and match.kind is not MatchKind.NONE:
            return Answer(204, b"", headers=[("Allow", allowed)])
        nearest = self.document.nearest(request.method, request.path)
        if match.allowed:
            nearest = self.document.match(match.allowed[0], request.path).operation
        hint = (
            "" if nearest is None else f" Did you mean {nearest.method} {nearest.path}?"
        )
        if match.kind is MatchKind.NONE:
            message = f"No operation has the path {_shown(request.path)}.{hint}"
            return _own_answer(404, message)
        message = f"{request.method} is not allowed here; allowed: {allowed}.{hint}"
        return _own_answer(405, message, headers=[("Allow", allowed)])


def allowed_methods(match: Match) -> list[str]:
    """Return the methods of a path; HEAD and OPTIONS are always answered."""
    allowed = list(match.allowed)
    if "GET" in allowed and "HEAD" not in allowed:
        allowed.append("HEAD")
    if "OPTIONS" not in allowed:
        allowed.append("OPTIONS")
    return allowed


def _refuse_coded(body: bytes, request: Request) -> None:
    """Refuse a compressed body, which would be read as if it were none."""
    coding = request.headers.get("content-encoding", "identity")
    if not body or coding.strip().lower() in ("", "identity"):
        return
    problem = f"is not supported here; send the body as it is (got {coding[:40]!r})"
    raise Refused(
        Reason.UNSUPPORTED_MEDIA_TYPE,
        f"The request is not valid: header.Content-Encoding {problem}",
        details=[
            Violation("header.Content-Encoding", problem, "unsupported_media_type")
        ],
        # RFC 9110, section 12.5.3: what would have been accepted.
        headers=[("Accept-Encoding", "identity")],
    )


def _invalid(violations: Sequence[Violation]) -> Refused:
    first = violations[0]
    reason = Reason.INVALID
    if first.code == "unsupported_media_type":
        reason = Reason.UNSUPPORTED_MEDIA_TYPE
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    message = f"The request is not valid: {first.path} {first.message}{more}"
    return Refused(reason, message, details=violations)


def _broken(operation: Operation, violations: Sequence[Violation]) -> Answer:
    message = f"The reply of {operation.id} breaks the document (--strict)."
    body = write_body(error_body(message, violations), "application/json")
    return Answer(500, body, "application/json")


def _own_answer(
    status: int, message: str, *, headers: Sequence[tuple[str, str]] = ()
) -> Answer:
    body = write_body(error_body(message), "application/json")
    return Answer(status, body, "application/json", headers)


def _shown(path: str) -> str:
    return path if len(path) <= 200 else f"{path[:200]}..."
