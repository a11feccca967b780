"""Exchanges as a tape has them, from a few words."""

from __future__ import annotations

from contract_tests.tape.exchange import (
    Exchange,
    Failure,
    FailureKind,
    Intent,
    Json,
    Picture,
    Reply,
    Role,
    SentRequest,
)

IMAGE_ID = "0d6a7a7c-7f6e-4d4d-9f36-3f1f5a1f0001"
OTHER_ID = "1d6a7a7c-7f6e-4d4d-9f36-3f1f5a1f0002"


def exchange(
    body: Json = None,
    *,
    status: int = 200,
    method: str = "GET",
    picture: Picture | None = None,
    media_type: str = "application/json",
    **headers: str,
) -> Exchange:
    """Return an exchange whose reply has this body and these headers."""
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    reply = Reply(
        status=status,
        headers=(("Content-Type", media_type), *fields),
        body=body,
        has_json=True,
        size=1,
        pictures=(("image.b64_json", picture),) if picture else (),
    )
    return _exchange(method, reply, None)


def broken(message: str = "no reply in time") -> Exchange:
    """Return an exchange without a reply."""
    return _exchange("GET", None, Failure(FailureKind.TIMEOUT, message))


def _exchange(method: str, reply: Reply | None, failure: Failure | None) -> Exchange:
    return Exchange(
        number=1,
        at=0.0,
        seconds=0.1,
        role=Role.MAIN,
        operation=None,
        intent=Intent("compare", "compare"),
        request=SentRequest(method, "/x", ()),
        reply=reply,
        failure=failure,
    )


def refusal(message: str = "The request is invalid", **details: str) -> Exchange:
    """Return a 400 whose details have these paths with these codes."""
    listed: list[Json] = [
        {"path": path.replace("_", "."), "code": code, "message": message}
        for path, code in details.items()
    ]
    body: Json = {"error": {"message": message, "details": listed}}
    return exchange(body, status=400, method="POST")


def rows(*values: Json) -> Exchange:
    """Return a page of images."""
    return exchange({"images": list(values), "total": len(values), "limit": 20})
