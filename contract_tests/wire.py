"""The only place where requests leave.

A POST is never sent twice. A GET is sent once more when the connection broke, when
a 5xx came, or after a 429 when the target said it may be; each attempt is an
exchange of its own on the tape. No redirect is followed.
"""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

import httpcore
import httpx

from contract_tests.contract.document import Contract
from contract_tests.deadlines import Deadlines
from contract_tests.errors import TargetGone
from contract_tests.pacing import (
    Pace,
    deserves_another,
    is_down,
    is_limited,
    words,
)
from contract_tests.tape import bodies, codings
from contract_tests.tape.exchange import (
    Exchange,
    Failure,
    FailureKind,
    Fields,
    Intent,
    Picture,
    Reply,
    Role,
    SentRequest,
)
from contract_tests.tape.masking import Mask

LARGEST_REPLY = 64 * 1024 * 1024
"""A reply is read so far, in bytes: several times the largest picture of today."""
_CODINGS = ("Accept-Encoding", codings.ASKED)
_KEPT_BODY = 2000
_KEPT_HEADER = 1000
_INVISIBLE = re.compile("[^!-~]")
# A GET that was answered 429 is sent again so often, then it counts as throttled.
_MOST_THROTTLED = 4
# A deployment that is being replaced is back after some seconds.
_DOWN_PAUSES = (1.0, 3.0)
_MOST_SILENT = 4
"""So many requests in a row without a reply end the run."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request that is about to leave.

    `target` is path and query, percent-encoded. `seconds` is how long the whole reply
    may take.
    """

    method: str
    target: str
    role: Role
    intent: Intent
    seconds: float
    headers: Fields = ()
    body: bytes | None = None


class Wire:
    """Sends requests to one target and records what came of them."""

    def __init__(
        self,
        base_url: str,
        *,
        contract: Contract,
        keys: Mapping[str, str],
        headers: Fields,
        pace: Pace,
        take: Callable[[Exchange], None],
        take_picture: Callable[[Picture, bytes], None],
        verify: bool | ssl.SSLContext = True,
        wall: Callable[[], float] = time.time,
        largest_reply: int = LARGEST_REPLY,
    ) -> None:
        """Prepare to send to a base URL; nothing is sent yet.

        `headers` are sent with every request, `take` is given each exchange. A reply
        of more than `largest_reply` bytes is not read to its end.
        """
        self._base_url = base_url.rstrip("/")
        self._contract = contract
        self._mask = Mask(keys)
        self._headers = headers
        self._pace = pace
        self._take = take
        self._take_picture = take_picture
        self._wall = wall
        self._largest = largest_reply
        self._deadlines = Deadlines()
        self._lock = threading.Lock()
        self._number = 0
        self._answered = False
        self._silent = 0
        self._good: set[Role] = set()
        self._limited: set[tuple[str | None, Role]] = set()
        self.slowest = 0.0
        """The longest time that a complete reply took, in seconds."""
        # A POST gets a fresh connection: a kept one that the target has just closed would
        # leave open whether the request arrived.
        fresh = httpx.Limits(max_keepalive_connections=0)
        context = _tls(base_url, verify)
        self._once = _client(context, fresh, self._deadlines)
        # On the loopback a connection costs nothing, while a kept one waits 40 ms for each
        # reply of a server that sends head and body apart (Nagle and delayed ACK).
        near = urlsplit(base_url).hostname in ("127.0.0.1", "::1", "localhost")
        kept = fresh if near else httpx.Limits(max_keepalive_connections=4)
        self._kept = _client(context, kept, self._deadlines)

    def __enter__(self) -> Self:
        """Return the wire."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close all connections."""
        self._once.close()
        self._kept.close()

    def send(self, outgoing: Outgoing) -> Exchange:
        """Send a request and return its last exchange; it is on the tape already.

        Raises TargetGone when one request after the other is left without a reply.
        """
        outgoing = replace(outgoing, target=_visible(outgoing.target))
        exchange = self._attempt(outgoing)
        throttled = confirmed = 0
        while outgoing.method == "GET":
            if exchange.status == 429 and throttled < _MOST_THROTTLED and self._patient:
                throttled += 1
            elif confirmed < self._confirmations(exchange):
                if self._answered and (is_down(exchange) or is_limited(exchange)):
                    self.rest(_DOWN_PAUSES[confirmed])
                confirmed += 1
            else:
                break
            again = replace(outgoing.intent, attempt=1 + throttled + confirmed)
            exchange = self._attempt(replace(outgoing, intent=again))
        self._notice(exchange)
        return exchange

    def rest(self, seconds: float) -> None:
        """Wait before the next request."""
        self._pace.rest(seconds)

    def _confirmations(self, exchange: Exchange) -> int:
        """Return how often a GET is sent once more to see whether it was a hiccup."""
        if is_limited(exchange):
            # Where it did not help once it does not help again.
            asked = (exchange.operation, exchange.role)
            good = exchange.role in self._good and asked not in self._limited
            return len(_DOWN_PAUSES) if good else 0
        if is_down(exchange) and self._answered:
            # One that never answered is not there, and not just being replaced.
            return len(_DOWN_PAUSES)
        return 1 if deserves_another(exchange) else 0

    def _notice(self, exchange: Exchange) -> None:
        """Count requests in a row that were left without a reply."""
        if is_limited(exchange):
            self._limited.add((exchange.operation, exchange.role))
        if exchange.status == 200:
            self._good.add(exchange.role)
        if exchange.failure is None:
            self._answered, self._silent = self._answered or not is_down(exchange), 0
            return
        kinds = (FailureKind.CONNECT, FailureKind.TIMEOUT)
        self._silent += exchange.failure.kind in kinds
        if self._answered and self._silent >= _MOST_SILENT:
            told = words(exchange.failure.kind)
            raise TargetGone(
                f"the target does not answer any more since request"
                f" {exchange.number - self._silent + 1}: {told}"
            )

    _patient = True

    def wait_ready(self, path: str, seconds: float) -> None:
        """Ask for a path, without a key, until anything but a gateway answers.

        It returns when the time is over too: the run itself tells what is wrong.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._deadlines.set(time.perf_counter() + 5)
            try:
                reply = self._kept.get(
                    self._base_url + path, headers=list(self._headers), timeout=5
                )
                if reply.status_code not in (502, 503, 504):
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)

    def _attempt(self, outgoing: Outgoing) -> Exchange:
        self._pace.wait()
        with self._lock:
            self._number += 1
            number = self._number
        at, began = self._wall(), time.perf_counter()
        reply: Reply | None = None
        failure: Failure | None = None
        try:
            reply = self._exchange(outgoing, began)
        except httpx.HTTPError as error:
            failure = _failure(error, self._mask)
        except httpx.InvalidURL as error:
            failure = Failure(FailureKind.MALFORMED, f"no URL: {str(error)[:100]}")
        except _GoesOn as error:
            failure = Failure(error.kind, str(error))
        seconds = time.perf_counter() - began
        self._note(reply, seconds, at + seconds)
        path = outgoing.target.partition("?")[0]
        operation = self._contract.operation_of(outgoing.method, path)
        exchange = Exchange(
            number=number,
            at=round(at, 6),
            seconds=round(seconds, 6),
            role=outgoing.role,
            operation=operation.id if operation else None,
            intent=outgoing.intent,
            request=self._sent(outgoing),
            reply=reply,
            failure=failure,
        )
        self._take(exchange)
        return exchange

    def _exchange(self, outgoing: Outgoing, began: float) -> Reply:
        client = self._kept if outgoing.method == "GET" else self._once
        request = client.build_request(
            outgoing.method,
            self._base_url + outgoing.target,
            headers=[_CODINGS, *self._headers, *outgoing.headers],
            content=outgoing.body,
            timeout=httpx.Timeout(outgoing.seconds, pool=None),
        )
        self._deadlines.set(began + outgoing.seconds)
        response = client.send(request, stream=True)
        try:
            content = _read(response, began + outgoing.seconds, self._largest)
        finally:
            response.close()
        coding = response.headers.get("content-encoding")
        content, problem = codings.decode(content, coding, largest=self._largest)
        body = bodies.read(content, take_picture=self._take_picture)
        if problem:
            body.flaws.insert(0, problem)
        return Reply(
            status=response.status_code,
            headers=tuple(
                (self._mask.name(name), self._mask.text(value)[:_KEPT_HEADER])
                for name, value in response.headers.multi_items()
            ),
            body=self._mask.value(body.value),  # type: ignore[arg-type]  # a JSON value stays one
            has_json=body.has_json,
            text=None if body.text is None else self._shortened(body.text),
            size=len(content),
            flaws=tuple(map(self._mask.text, body.flaws)),
            pictures=tuple(
                (self._mask.text(path), picture) for path, picture in body.pictures
            ),
        )

    def _note(self, reply: Reply | None, seconds: float, now: float) -> None:
        if reply is None:
            return
        if reply.status == 429:
            # A date is told by the target's clock, which need not agree with this one.
            now = reply.date or now
            self._patient = self._pace.throttled(reply.header("retry-after"), now=now)
        else:
            self._pace.answered()
            self._patient = True
            self.slowest = max(self.slowest, seconds)

    def _shortened(self, text: str) -> str:
        """Return the beginning of a text; no key is cut before it is masked."""
        return self._mask.text(text[: 4 * _KEPT_BODY])[:_KEPT_BODY]

    def _sent(self, outgoing: Outgoing) -> SentRequest:
        value, text = bodies.sent(outgoing.body)
        return SentRequest(
            method=outgoing.method,
            target=self._mask.text(outgoing.target),
            headers=tuple(
                (self._mask.name(name), self._mask.credentials(value))
                for name, value in outgoing.headers
            ),
            body=self._mask.value(value),  # type: ignore[arg-type]  # a JSON value stays one
            text=None if text is None else self._shortened(text),
            size=len(outgoing.body or b""),
        )


class _GoesOn(Exception):
    """A reply that does not end: too large, or too slow."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def _visible(target: str) -> str:
    """Return a target in ASCII: an id that came from the target may hold anything."""
    return _INVISIBLE.sub(
        lambda found: quote(found.group(), safe="", errors="surrogatepass"), target
    )


def _tls(base_url: str, verify: bool | ssl.SSLContext) -> ssl.SSLContext:
    if base_url.startswith("https:"):
        return httpx.create_ssl_context(verify=verify)
    # To load the certificates of all authorities takes longer than many a test.
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _client(
    context: ssl.SSLContext, limits: httpx.Limits, deadlines: Deadlines
) -> httpx.Client:
    transport = httpx.HTTPTransport(verify=context, limits=limits, retries=0)
    # The transport has no parameter for how its connections are opened.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=context,
        max_connections=limits.max_connections,
        max_keepalive_connections=limits.max_keepalive_connections,
        keepalive_expiry=limits.keepalive_expiry,
        network_backend=deadlines,
    )
    # A cookie would be a credential that no request is told to carry.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    # The environment's proxies are left out for the same reason as redirects: what is
    # judged is the target that the user named.
    return httpx.Client(
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        cookies=no_cookies,
    )


def _read(response: httpx.Response, deadline: float, largest: int) -> bytes:
    parts, size = [], 0
    for part in response.iter_raw():
        parts.append(part)
        size += len(part)
        if size > largest:
            raise _GoesOn(FailureKind.TOO_LARGE, f"more than {largest} bytes")
        if time.perf_counter() > deadline:
            raise _GoesOn(FailureKind.TIMEOUT, f"only {size} bytes came in time")
    return b"".join(parts)


def _failure(error: httpx.HTTPError, mask: Mask) -> Failure:
    message = mask.text(str(error)) or type(error).__name__
    if isinstance(error, httpx.ConnectError):
        tls = "SSL" in message or "CERTIFICATE" in message.upper()
        return Failure(FailureKind.TLS if tls else FailureKind.CONNECT, message)
    if isinstance(error, httpx.ConnectTimeout):
        return Failure(FailureKind.CONNECT, "no connection in time")
    if isinstance(error, httpx.TimeoutException):
        return Failure(FailureKind.TIMEOUT, "no reply in time")
    if isinstance(error, httpx.RemoteProtocolError):
        dropped = "disconnected" in message or "closed connection" in message
        return Failure(
            FailureKind.DROPPED if dropped else FailureKind.MALFORMED, message
        )
    if isinstance(error, httpx.NetworkError):
        return Failure(FailureKind.DROPPED, message)
    return Failure(FailureKind.MALFORMED, message)
