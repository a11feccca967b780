from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import Api, Probe


def statuses_of(api: Api, *bodies: Any) -> list[int]:
    return [api.post(body).status for body in bodies]


def pages_of(api: Api, *limits: Any) -> list[int]:
    return [api.usage(limit=limit).status for limit in limits]


PROBES: Mapping[str, Probe] = {
    "body-that-is-no-object-is-500": lambda api: (
        statuses_of(api, [], "a cat", None, {}) == [500, 500, 400, 400]
    ),
    "page-that-is-no-number-is-500": lambda api: (
        pages_of(api, "ten", 1.5, 0, 1) == [500, 500, 400, 200]
    ),
    "prompt-that-is-no-text-is-500": lambda api: (
        api.generate(5).status == 500 and api.generate("").status == 400
    ),
}
