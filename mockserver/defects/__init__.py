"""Deployments that break the contract on purpose, and odd ones that keep it.

A defect is a small declared piece around the mock: see :mod:`.entry` for what it
is, :mod:`.pieces` for what it is made of, and :mod:`.families` for all of them. No
module of the mock imports this package unless a name is asked for.
"""

from __future__ import annotations

from mockserver.defects.catalogue import DEFECTS, VARIANTS, chosen
from mockserver.defects.entry import Defect, Family, Variant

__all__ = ["DEFECTS", "VARIANTS", "Defect", "Family", "Variant", "chosen"]
