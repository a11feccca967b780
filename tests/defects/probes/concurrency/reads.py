from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from tests.defects.api import Answer, Api, Probe


def after_a_while(call: Callable[[], Answer]) -> Answer:
    time.sleep(0.025)
    return call()


def locked(api: Api) -> bool:
    for _ in range(5):
        bought, read = api.at_once(
            lambda: api.generate(), lambda: after_a_while(api.account)
        )
        if bought.ok and read.status == 500:
            return api.account().ok
    return False


def joined(api: Api) -> bool:
    for _ in range(5):
        one, other = api.at_once(
            lambda: api.images(limit=3), lambda: api.images(limit=7)
        )
        if one.body == other.body:
            return True
    return False


PROBES: Mapping[str, Probe] = {
    "reads-during-a-purchase-are-500": locked,
    "reads-at-once-share-a-reply": joined,
}
