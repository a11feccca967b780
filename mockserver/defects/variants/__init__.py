"""All lawful variants: deployments that are odd, and keep the contract."""

from __future__ import annotations

from mockserver.defects.entry import Variant
from mockserver.defects.variants import (
    accounts,
    clients,
    failures,
    headers,
    histories,
    ledgers,
    lists,
    moments,
    pace,
    pictures,
    refusals,
    sending,
    values,
)

VARIANTS: tuple[Variant, ...] = (
    *lists.VARIANTS,
    *histories.VARIANTS,
    *ledgers.VARIANTS,
    *accounts.VARIANTS,
    *clients.VARIANTS,
    *values.VARIANTS,
    *moments.VARIANTS,
    *pictures.VARIANTS,
    *refusals.VARIANTS,
    *headers.VARIANTS,
    *sending.VARIANTS,
    *pace.VARIANTS,
    *failures.VARIANTS,
)
