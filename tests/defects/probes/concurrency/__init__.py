from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.concurrency import (
    books,
    general,
    reads,
    replies,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **books.PROBES,
    **reads.PROBES,
    **replies.PROBES,
}
