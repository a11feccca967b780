"""Reports made by hand, with the worst that a target could say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from contract_tests.judgement.clause import Clause, Level, Source
from contract_tests.judgement.report import (
    Breach,
    Erratum,
    ExitCode,
    Outcome,
    Report,
    Spending,
    Verdict,
)
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    Failure,
    FailureKind,
    Intent,
    Json,
    Picture,
    Reply,
    Role,
    SentRequest,
)

DOCUMENT = Path(__file__).parents[2] / "openapi.json"
MAXIMUM = "/paths/~1api~1v1~1images/get/parameters/0/schema/maximum"
GENERATE = "/paths/~1api~1v1~1images~1generate/post/description"

NASTY = {
    "html": "</pre></script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover=\"alert(1)' autofocus onfocus='alert(2)",
    "comment": "--><!-- ]]> <![CDATA[ ]]> <?xml version='1.1'?> &amp; &lol; &#0;",
    "fence": "```\n# A heading\n````````\n</details>\n<b>bold</b>",
    "table": "a | b \\| c \\\\| d |\n| --- | --- |",
    "markdown": "[link](https://evil.example) ![x](//e.example/x.png) @octocat *b* $x$",
    "ansi": "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x9b2J",
    "control": "".join(map(chr, range(32))) + "\x7f\x80\x85\x9f",
    "surrogate": "half \ud83d pair \udc00 end",
    "direction": "\u202egnp.exe\u2066 \u200b\ufeff\u2028\u2029\ufffe\uffff",
    "command": "ok\n::error::injected\r\n::set-output name=a::b\n##[add-mask]x",
    "property": "a,line=9::b%0A::error::c",
    "markup": "[bold red]rich[/] [link=https://evil.example]x[/link] :boom: [/nothing]",
    "long": "x" * 5000,
    "wide": "猫 חתול 🐈‍⬛ " * 40,
    "blank": "   ",
    "empty": "",
}


def clause(
    name: str,
    text: str = "A page holds at most as many items as were asked for",
    *,
    level: Level = Level.MUST,
    sources: Sequence[tuple[str, str]] = ((MAXIMUM, "100"),),
) -> Clause:
    return Clause(
        id=name,
        text=text,
        sources=tuple(Source(*each) for each in sources),
        level=level,
        judge=lambda evidence: (),
    )


def breach(
    *,
    level: Level = Level.MUST,
    expected: str = "400 with ErrorResponse",
    observed: str = "200 with 100 items",
    exchange: int | None = 1,
    curl: str | None = "curl -sS 'https://images.example/api/v1/images?limit=101'"
    ' -H "Authorization: Bearer $CONTRACT_TESTS_API_KEY"',
) -> Breach:
    numbers = () if exchange is None else (exchange,)
    return Breach(level, expected, observed, exchange, numbers, 1, curl)


def verdict(
    name: str,
    outcome: Outcome,
    *,
    text: str = "A page holds at most as many items as were asked for",
    level: Level = Level.MUST,
    breaches: Iterable[Breach] | None = None,
    **more: Any,
) -> Verdict:
    """Return a verdict; failed and warned ones have a breach unless told otherwise."""
    if breaches is None and outcome in (Outcome.FAILED, Outcome.WARNED):
        breaches = [breach(level=level)]
    if outcome in (Outcome.INCONCLUSIVE, Outcome.SKIPPED):
        more.setdefault("reason", "a credit budget (--max-credits)")
    return Verdict(
        clause(name, text, level=level), outcome, breaches=tuple(breaches or ()), **more
    )


def exchange(
    number: int = 1,
    body: Json = None,
    *,
    text: str | None = None,
    probe: str = "PAG-04",
    case: str = "limit 101",
    target: str = "/api/v1/images?limit=101",
    header: str = "application/json",
    pictures: Sequence[tuple[str, Picture]] = (),
    failure: Failure | None = None,
) -> Exchange:
    reply = None
    if failure is None:
        reply = Reply(
            status=200,
            headers=(("Content-Type", header), ("Server", "images")),
            body=body,
            has_json=text is None,
            text=text,
            size=len(text or "") + 20,
            pictures=tuple(pictures),
        )
    return Exchange(
        number=number,
        at=1_790_000_000.25 + number,
        seconds=0.125,
        role=Role.MAIN,
        operation="listImages",
        intent=Intent("reads", probe, case, Expects.REFUSAL, "query.limit"),
        request=SentRequest("GET", target, (("Authorization", "Bearer [key:main]"),)),
        reply=reply,
        failure=failure,
    )


def report(
    verdicts: Iterable[Verdict] = (),
    *,
    exit_code: ExitCode | None = None,
    exchanges: Iterable[Exchange] = (),
    **more: Any,
) -> Report:
    """Return a report; its exit code is 1 if a verdict failed."""
    kept = tuple(verdicts)
    if exit_code is None:
        failed = any(each.outcome == Outcome.FAILED for each in kept)
        exit_code = ExitCode.BREACHED if failed else ExitCode.KEPT
    values: dict[str, Any] = {
        "cause": "",
        "target": "https://images.example",
        "document": "Get Images REST API 1.0.0",
        "document_sha256": hashlib.sha256(DOCUMENT.read_bytes()).hexdigest(),
        "document_path": "openapi.json",
        "tool_version": "0.1.0",
        "seed": 20261126,
        "level": "standard",
        "started_at": "2026-11-26T15:00:00Z",
        "seconds": 83.5,
        "requests": 128,
        "spending": Spending(7, 3, 0, 25, 0),
        "errata": (),
    }
    return Report(
        exit_code=exit_code,
        verdicts=kept,
        exchanges=tuple(exchanges),
        **(values | more),
    )


def nasty(text: str) -> Report:
    """Return a report that holds a text wherever one can stand."""
    bad = breach(expected=text, observed=text, curl=text)
    weak = breach(level=Level.SHOULD, expected=text, observed=text, curl=text)
    told: dict[str, Any] = {"text": text or "text", "reason": text}
    verdicts = [
        replace(
            verdict("GEN-01", Outcome.FAILED, breaches=[bad, weak], **told),
            clause=clause("GEN-01", text, sources=[("", text), ("/" + text, text)]),
        ),
        verdict("GEN-02", Outcome.FAILED, cause="GEN-01", **told),
        verdict("GEN-03", Outcome.FAILED, accepted=text, **told),
        verdict("PAG-01", Outcome.WARNED, breaches=[weak], **told),
        verdict("PAG-02", Outcome.INCONCLUSIVE, **told),
        verdict("PAG-03", Outcome.SKIPPED, **told),
        verdict("PAG-04", Outcome.PASSED, text=text or "text"),
    ]
    picture = Picture(9, 9, text, text, 1, 2, text, text)
    body: Json = {text: [text, {"a": text}], "b64_json": text}
    exchanges = [
        exchange(1, body, target=f"/{text}", header=text, pictures=[(text, picture)]),
        exchange(2, text=text, case=text, probe=text),
        exchange(3, failure=Failure(FailureKind.DROPPED, text)),
    ]
    return report(
        verdicts,
        exchanges=exchanges,
        cause=text,
        target=f"https://images.example/{text}",
        document=text,
        document_path=text or "openapi.json",
        errata=(Erratum("E1", text, text, text),),
        stale_accepts=(text,),
    )


def png(width: int = 160, height: int = 90, color: str = "teal") -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), color).save(written, "PNG")
    return written.getvalue()
