"""Every defect and every lawful variant, by name."""

from __future__ import annotations

from fnmatch import fnmatchcase

from tests.adversary import (
    defects_auth,
    defects_balances,
    defects_body,
    defects_changes,
    defects_charges,
    defects_concurrency,
    defects_errors,
    defects_fidelity,
    defects_isolation,
    defects_ledger,
    defects_ledger_rows,
    defects_paging,
    defects_picture_reads,
    defects_pictures,
    defects_poor,
    defects_prompts,
    defects_query,
    defects_refused_keys,
    defects_schema,
    defects_schema_subtle,
    defects_storing,
    defects_times,
    defects_wire,
    lawful_errors,
    lawful_headers,
    lawful_histories,
    lawful_meanwhile,
    lawful_pictures,
    lawful_values,
    lawful_wire,
)
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Defect, Variant

DEFECTS: tuple[Defect, ...] = (
    *defects_auth.DEFECTS,
    *defects_balances.DEFECTS,
    *defects_body.DEFECTS,
    *defects_changes.DEFECTS,
    *defects_charges.DEFECTS,
    *defects_concurrency.DEFECTS,
    *defects_errors.DEFECTS,
    *defects_fidelity.DEFECTS,
    *defects_isolation.DEFECTS,
    *defects_ledger.DEFECTS,
    *defects_ledger_rows.DEFECTS,
    *defects_paging.DEFECTS,
    *defects_picture_reads.DEFECTS,
    *defects_pictures.DEFECTS,
    *defects_poor.DEFECTS,
    *defects_prompts.DEFECTS,
    *defects_query.DEFECTS,
    *defects_refused_keys.DEFECTS,
    *defects_schema.DEFECTS,
    *defects_schema_subtle.DEFECTS,
    *defects_storing.DEFECTS,
    *defects_times.DEFECTS,
    *defects_wire.DEFECTS,
)
CORRECT = Variant(
    "correct", "correct", "the deployment as the document has it", lambda _: None
)
VARIANTS: tuple[Variant, ...] = (
    CORRECT,
    *lawful_errors.VARIANTS,
    *lawful_headers.VARIANTS,
    *lawful_histories.VARIANTS,
    *lawful_meanwhile.VARIANTS,
    *lawful_pictures.VARIANTS,
    *lawful_values.VARIANTS,
    *lawful_wire.VARIANTS,
)
ENTRIES: tuple[Defect | Variant, ...] = (*DEFECTS, *VARIANTS)


def entry(name: str) -> Defect | Variant:
    """Find an entry; raise `KeyError` with its name when there is none."""
    for item in ENTRIES:
        if item.name == name:
            return item
    raise KeyError(
        f"no defect or variant {name!r}; see `python -m tests.adversary --list`"
    )


def chosen(pattern: str, kind: str | None) -> list[Defect | Variant]:
    """List the entries whose name matches a pattern, of one kind or both."""
    entries = ENTRIES
    if kind is not None:
        entries = DEFECTS if kind == "defect" else VARIANTS
    return [item for item in entries if fnmatchcase(item.name, pattern)]


def build(name: str) -> Deployment:
    """Make the deployment of an entry, opened."""
    deployment = Deployment()
    entry(name).apply(deployment)
    deployment.open()
    return deployment
