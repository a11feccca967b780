from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.schemas import (
    general,
    new_images,
    pages,
    transactions,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **new_images.PROBES,
    **pages.PROBES,
    **transactions.PROBES,
}
