from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.validation import (
    crashes,
    general,
    parsing,
    refusals,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **crashes.PROBES,
    **parsing.PROBES,
    **refusals.PROBES,
}
