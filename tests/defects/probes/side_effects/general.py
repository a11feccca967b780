from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.defects.api import MODELS, Answer, Api, Probe
from tests.defects.probes.authentication.general import newest


def costs(amount: int, status: int, call: Callable[[Api], Answer]) -> Probe:
    """Make a probe that shows what a call costs the good account."""

    def shows(api: Api) -> bool:
        before = api.balance()
        return call(api).status == status and api.balance() == before - amount

    return shows


def leaves(status: int, call: Callable[[Api], Answer], prompt: str = "a cat") -> Probe:
    """Make a probe that shows that a refused call adds its image to the good account."""

    def shows(api: Api) -> bool:
        before = api.images().body["total"]
        refused = call(api).status == status
        after = api.images()
        added = after.body["total"] == before + 1
        return refused and added and after.rows[0]["prompt"] == prompt

    return shows


def every_fourth(api: Api) -> bool:
    before = api.balance()
    found = []
    for _ in range(5):
        api.generate("")
        found.append(before - api.balance())
    return found == [0, 0, 0, 1, 1]


def refunded(api: Api) -> bool:
    before = api.balance()
    api.generate(aspectRatio="1:2")
    return api.balance() == before + 5 and api.usage().rows[0]["type"] == "refund"


def ratio_alone(api: Api) -> bool:
    other = leaves(400, lambda api: api.generate(style=5))
    return leaves(400, lambda api: api.generate(aspectRatio="1:2"))(api) and not other(
        api
    )


def unpaid(api: Api) -> bool:
    return api.generate(key="poor").status == 400 and bool(api.images(key="poor").rows)


def free_for_poor(api: Api) -> bool:
    served = api.generate(key="poor")
    return served.ok and api.balance(key="poor") == 1


def poor_pays_all(api: Api) -> bool:
    served = api.generate(key="poor")
    charged = served.body.get("credits") == {"charged": 1, "remaining": 0}
    return charged and api.balance(key="poor") == 0


def poor_emptied(api: Api) -> bool:
    return api.generate(key="poor").status == 400 and api.balance(key="poor") == 0


def thinking_stays(api: Api) -> bool:
    refused = api.generate(thinkingLevel="deep").status == 400
    found = [api.generate(modelId=MODELS[4]).image["thinkingLevel"] for _ in range(2)]
    return refused and found == ["deep", None]


def metadata_alone(api: Api) -> bool:
    whole = costs(0, 200, lambda api: api.image(newest(api)))
    return whole(api) and costs(
        1, 200, lambda api: api.image(newest(api), format="metadata")
    )(api)


def tenth_list(api: Api) -> bool:
    before = api.balance()
    for _ in range(9):
        api.images()
    return api.balance() == before and costs(1, 200, lambda api: api.images())(api)


def read_again(api: Api) -> bool:
    def read(api: Api) -> Answer:
        return api.image(newest(api))

    return all(costs(price, 200, read)(api) for price in (0, 5, 0))


def third_balance(api: Api) -> bool:
    found = [api.balance() for _ in range(5)]
    return [found[0] - each for each in found] == [0, 0, 0, 1, 1]


PROBES: Mapping[str, Probe] = {
    "too-long-prompt-charged": costs(5, 400, lambda api: api.generate("a" * 2001)),
    "fourth-refusal-costs-a-credit": every_fourth,
    "unsupported-thinking-level-charged": costs(
        5, 400, lambda api: api.generate(thinkingLevel="deep")
    ),
    "unreadable-body-charged": costs(
        1,
        400,
        lambda api: api.request(
            "POST",
            "/api/v1/images/generate",
            content=b"{",
            headers={"Content-Type": "application/json"},
        ),
    ),
    "revoked-key-still-charged": costs(5, 401, lambda api: api.generate(key="revoked")),
    "refusal-refunds-what-was-not-charged": refunded,
    "refused-request-leaves-its-image": leaves(
        400, lambda api: api.generate(modelId="x")
    ),
    "refused-ratio-leaves-its-image": ratio_alone,
    "empty-prompt-leaves-its-image": leaves(400, lambda api: api.generate(""), ""),
    "revoked-key-leaves-its-image": leaves(
        401, lambda api: api.generate(key="revoked", modelId=MODELS[1])
    ),
    "unpaid-image-stays": unpaid,
    "poor-account-served-for-nothing": free_for_poor,
    "poor-account-pays-what-it-has": poor_pays_all,
    "lack-of-credits-empties-the-account": poor_emptied,
    "thinking-level-of-a-refused-request-stays": thinking_stays,
    "reading-an-image-costs-a-credit": costs(
        1, 200, lambda api: api.image(newest(api))
    ),
    "reading-metadata-costs-a-credit": metadata_alone,
    "each-tenth-list-costs-a-credit": tenth_list,
    "image-read-again-is-charged-again": read_again,
    "widest-page-costs-a-credit": costs(1, 200, lambda api: api.usage(limit=100)),
    "each-third-look-at-the-balance-costs": third_balance,
    "foreign-reader-costs-the-owner": costs(
        1, 404, lambda api: api.image(newest(api), key="second")
    ),
}
