"""Where the document contradicts or under-says itself, and how it is read.

No deployment is failed for any of these. Those that a schema can express stand in
`amendments.json`; the others are rules of judgement, named in `rule`.
"""

from __future__ import annotations

from contract_tests.judgement.report import Erratum

_G = "/paths/~1api~1v1~1images~1generate/post"
_I = "/paths/~1api~1v1~1images~1{id}/get"
_L = "/paths/~1api~1v1~1images/get"
_S = "/components/schemas"

ERRATA: tuple[Erratum, ...] = (
    Erratum(
        "E1",
        f"{_I}/responses/200/content/application~1json/schema/oneOf",
        "A correct reply with bytes satisfies both branches of oneOf, so none with bytes is valid.",
        "The request chooses the branch: with format=metadata the second, without bytes; else the first.",
    ),
    Erratum(
        "E2",
        f"{_S}/GenerateImageRequest/properties/thinkingLevel/description",
        "That only some models support thinkingLevel is said in prose alone.",
        "It stands in the schema that requests are generated from; a deployment that accepts it elsewhere is warned.",
    ),
    Erratum(
        "E3",
        f"{_G}/responses/401/description",
        "401 and 429 share one description, which names rate limits.",
        "A 401 for a key that is good elsewhere is inconclusive, unless it is the answer always.",
    ),
    Erratum(
        "E4",
        f"{_I}/responses",
        "getImage documents no 400, though its id is a UUID and its format an enum.",
        "A malformed id is 404; 400 warns.",
    ),
    Erratum(
        "E5",
        f"{_G}/responses",
        "No status is documented for a lack of credits.",
        "Any documented refusal; another status is a breach of the list of statuses.",
    ),
    Erratum(
        "E6",
        f"{_G}/responses/429",
        "No Retry-After is documented.",
        "It is honoured where it is sent; that it lacks warns.",
    ),
    Erratum(
        "E7",
        f"{_L}/description",
        "The order of lists is not said.",
        "Any order that stays the same.",
    ),
    Erratum(
        "E8",
        f"{_S}/CreditTransaction/properties/amount",
        "The sign of amount, the meaning of referenceId and the completeness of the ledger are not said.",
        "The deployment is held to its own convention; amounts are read by their type.",
    ),
    Erratum(
        "E9",
        f"{_S}/ImageMetadata/properties/creditCost",
        "creditCost is optional and nullable, unlike all other fields.",
        "Absent, null, or what was charged.",
    ),
    Erratum(
        "E10",
        f"{_S}/ImageMetadata/properties/mediaType",
        "mediaType is free text.",
        "It must be an image type that agrees with the bytes.",
    ),
    Erratum(
        "E11",
        f"{_S}/ImageMetadata/properties/style",
        "What style and thinkingLevel are when they were not given is not said.",
        "null; also '' for style, and 'default' for thinkingLevel.",
    ),
    Erratum(
        "E12",
        _I,
        "GET /api/v1/images/generate also matches /api/v1/images/{id}.",
        "It is never sent.",
    ),
    Erratum(
        "E13",
        f"{_I}/responses",
        "Whether another account's image is 403 or 404 is not said; 403 is not documented.",
        "404.",
    ),
    Erratum(
        "E14",
        f"{_S}/GenerateImageRequest/properties/style",
        "style has no greatest length, and a prompt of blanks is valid.",
        "Neither is tried at length.",
    ),
    Erratum(
        "E15",
        _G,
        "The paid POST has no idempotency key.",
        "No POST is ever sent again.",
    ),
    Erratum(
        "E16",
        f"{_G}/responses/500",
        "500 is documented for the paid POST.",
        "Once it is inconclusive; it must not be charged in the end.",
    ),
)
