from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.pictures import (
    drawn,
    encodings,
    general,
    read,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **drawn.PROBES,
    **encodings.PROBES,
    **read.PROBES,
}
