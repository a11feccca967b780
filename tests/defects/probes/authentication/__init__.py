from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.authentication import (
    answers,
    general,
    openings,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **answers.PROBES,
    **openings.PROBES,
}
