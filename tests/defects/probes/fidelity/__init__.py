from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.fidelity import (
    choices,
    general,
    texts,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **choices.PROBES,
    **texts.PROBES,
}
