"""All lawful variants: deployments that are odd, and keep the contract."""

from __future__ import annotations

from mockserver.defects.entry import Variant

VARIANTS: tuple[Variant, ...] = ()
