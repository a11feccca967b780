"""Transactions that are written another way."""

from __future__ import annotations

import uuid

from mockserver.defects.entry import Variant
from mockserver.defects.variants.shown import put, rewrite, transactions_shown

without_references = transactions_shown(put("referenceId", None))
"""Makes transactions refer to nothing."""

VARIANTS: tuple[Variant, ...] = (
    Variant(
        "deductions-positive",
        "deductions are positive, additions and refunds negative",
        transactions_shown(rewrite("amount", lambda amount: -amount)),
    ),
    Variant(
        "amounts-without-sign",
        "no amount has a sign: the type tells what it does to the balance",
        transactions_shown(rewrite("amount", abs)),
    ),
    Variant(
        "references-null",
        "no transaction refers to anything",
        without_references,
    ),
    Variant(
        "references-are-jobs",
        "transactions refer to jobs by ids that stand nowhere else",
        transactions_shown(
            rewrite("referenceId", lambda value: value and f"job_{value[-8:]}")
        ),
    ),
    Variant(
        "references-are-other-uuids",
        "transactions refer to jobs whose ids look like those of images",
        transactions_shown(
            rewrite(
                "referenceId",
                lambda value: value and str(uuid.uuid5(uuid.NAMESPACE_URL, value)),
            )
        ),
    ),
    Variant(
        "references-to-themselves",
        "the reference of a transaction is its own id",
        transactions_shown(lambda row: row.update(referenceId=row["id"])),
    ),
    Variant(
        "descriptions-null",
        "no transaction has a description",
        transactions_shown(put("description", None)),
    ),
    Variant(
        "descriptions-long",
        "descriptions are long and not in English",
        transactions_shown(put("description", "画像生成の利用料 " * 60)),
    ),
)
