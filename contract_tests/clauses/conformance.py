"""Successful replies have the form that the document gives them."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.contract.document import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    USAGE,
)
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Judge,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import (
    Evidence,
)
from contract_tests.judgement.findings import (
    broken,
    held,
)


def conforms(operation: str) -> Judge:
    """Return a judge of the form of an operation's successful replies."""

    def judge(evidence: Evidence) -> Iterator[Finding]:
        described = evidence.contract.operations[operation]
        for exchange in evidence.exchanges:
            if exchange.operation != operation or exchange.status != 200:
                continue
            if exchange.reply is None or not exchange.reply.has_json:
                continue
            pointer = evidence.contract.reply_schema(
                described, 200, exchange.request.query
            )
            violations = evidence.contract.violations(
                pointer or "", exchange.reply.body
            )
            if violations:
                yield broken(
                    exchange,
                    expected="a body that the schema allows",
                    observed=str(violations[0]),
                )
            else:
                yield held(exchange)

    return judge


CLAUSES = (
    Clause(
        "GEN-R01",
        "A generated image has the form that the document gives it.",
        (
            Source(
                "/components/schemas/GenerateImageResponse/required",
                '["image","credits"]',
            ),
            Source(
                "/components/schemas/GeneratedImage/allOf/1/required", '["b64_json"]'
            ),
        ),
        Level.MUST,
        conforms(GENERATE),
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GET-R01",
        "An image that is read has the form that the document gives it.",
        (
            Source("/components/schemas/GetImageResponse/required", '["image"]'),
            Source("/components/schemas/ImageMetadata/required", '"mediaType"'),
        ),
        Level.MUST,
        conforms(GET),
    ),
    Clause(
        "LST-12",
        "A list of images, and every image in it, has the form that the document gives it.",
        (
            Source("/components/schemas/ListImagesResponse/required", '"images"'),
            Source("/components/schemas/ImageMetadata/required", '"createdAt"'),
        ),
        Level.MUST,
        conforms(LIST),
    ),
    Clause(
        "USE-01",
        "A list of transactions, and every transaction in it, has the form that the document gives it.",
        (
            Source("/components/schemas/ListUsageResponse/required", '"transactions"'),
            Source("/components/schemas/CreditTransaction/required", '"referenceId"'),
        ),
        Level.MUST,
        conforms(USAGE),
    ),
    Clause(
        "ACC-01",
        "An account has the form that the document gives it.",
        (
            Source(
                "/components/schemas/AccountResponse/required",
                '["userId","email","creditBalance"]',
            ),
        ),
        Level.MUST,
        conforms(ACCOUNT),
        requests=1,
    ),
)
