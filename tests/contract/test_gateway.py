"""What Schemathesis sends goes through the gateway, and nowhere else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import httpx
import pytest

from contract_tests.gateway import HELD_BACK, Gateway
from contract_tests.run import carry_out
from contract_tests.settings import Settings
from contract_tests.tape.exchange import (
    Exchange,
    Failure,
    FailureKind,
    Fields,
    Intent,
    Json,
    Reply,
    Role,
    SentRequest,
)
from tests.contract.till import KEY, open_till


def exchange(
    *,
    status: int = 200,
    body: Json = None,
    text: str | None = None,
    headers: Fields = (("content-type", "application/json"),),
    failed: bool = False,
) -> Exchange:
    reply = Reply(status, headers, body, has_json=text is None, text=text)
    return Exchange(
        number=7,
        at=0.0,
        seconds=0.1,
        role=Role.MAIN,
        operation=None,
        intent=Intent("test", "TEST"),
        request=SentRequest("GET", "/", ()),
        reply=None if failed else reply,
        failure=Failure(FailureKind.DROPPED, "dropped") if failed else None,
    )


def call(
    gateway: Gateway, method: str, path: str, content: bytes = b"", **headers: str
) -> httpx.Response:
    """Call a gateway as the application that it says to be."""

    async def sent() -> httpx.Response:
        transport = httpx.ASGITransport(gateway)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.request(
                method, f"http://test{path}", content=content, headers=headers
            )

    return asyncio.run(sent())


@dataclass
class Forwarding:
    """A gateway whose calls end here."""

    answer: Exchange | None
    calls: list[tuple[str, Fields, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gateway = Gateway({"openapi": "3.1.0"})
        self.gateway.forward = self.forward

    def get(self, path: str) -> httpx.Response:
        return call(self.gateway, "GET", path)

    def forward(self, target: str, headers: Fields, body: bytes) -> Exchange | None:
        self.calls.append((target, headers, body))
        return self.answer


def test_the_document_is_served_and_not_sent_on() -> None:
    forwarding = Forwarding(None)

    answer = forwarding.get("/openapi.json")

    assert answer.json() == {"openapi": "3.1.0"}
    assert forwarding.calls == []


def test_a_call_is_sent_on_as_it_is() -> None:
    forwarding = Forwarding(exchange(body={}))

    target = "/api/v1/images/a%2Fb?limit=%31&x"
    call(forwarding.gateway, "POST", target, b"\xff{", Own="1")

    ((sent, headers, body),) = forwarding.calls
    assert sent == target
    assert body == b"\xff{"
    assert ("own", "1") in headers
    assert not {"host", "user-agent", "content-length"} & {name for name, _ in headers}


@pytest.mark.parametrize(
    "answered",
    [
        exchange(status=418, body={"a": ["é", None]}),
        exchange(body=None),
        exchange(text="<p>é</p>", headers=(("content-type", "text/html"),)),
    ],
    ids=["JSON", "null", "text"],
)
def test_what_comes_back_is_what_stands_on_the_tape(answered: Exchange) -> None:
    forwarding = Forwarding(answered)

    answer = forwarding.get("/x")

    assert answered.reply is not None
    assert answer.status_code == answered.reply.status
    assert answer.headers["content-type"] == answered.reply.media_type
    if answered.reply.has_json:
        assert answer.json() == answered.reply.body
    else:
        assert answer.content.decode() == answered.reply.text
    assert HELD_BACK not in answer.headers
    assert forwarding.gateway.last is answered


def test_headers_of_the_old_body_are_left_out() -> None:
    fields = (
        ("Content-Encoding", "gzip"),
        ("Content-Length", "9999"),
        ("Transfer-Encoding", "chunked"),
        ("X-Kept", "ja \u2713"),
    )
    answer = Forwarding(exchange(body=[1], headers=fields)).get("/x")

    assert answer.json() == [1]
    assert "content-encoding" not in answer.headers
    assert answer.headers["x-kept"] == "ja ?"


@pytest.mark.parametrize(
    "answered", [None, exchange(failed=True)], ids=["held back", "no reply"]
)
def test_a_call_without_a_reply_is_marked(answered: Exchange | None) -> None:
    forwarding = Forwarding(answered)

    answer = forwarding.get("/x")

    assert answer.headers[HELD_BACK] == "1"
    assert forwarding.gateway.last is answered


def test_until_it_is_told_where_to_everything_is_held_back() -> None:
    answer = call(Gateway({}), "GET", "/x")

    assert answer.headers[HELD_BACK] == "1"


def test_generated_requests_stand_on_the_tape_and_were_sent_once() -> None:
    with open_till() as till:
        tape, _ = carry_out(Settings(till.url, KEY, seed=1))

    generated = [e for e in tape.exchanges if e.intent.phase == "generated requests"]
    assert {each.request.method for each in generated} == {"GET", "POST"}
    assert {each.intent.probe for each in generated} >= {"GEN-F", "PAG-F", "GET-F"}
    assert len(till.methods) == len(tape.exchanges)
    assert {each.exchange for each in tape.checks} <= {e.number for e in generated}
    assert not any("chemathesis" in str(each.request.headers) for each in generated)
