from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe

PROBES: Mapping[str, Probe] = {}
