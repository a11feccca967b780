"""Events of the ledger: what a generation costs, and what is given back.

Additions and refunds are positive, deductions negative, and the sum of all
amounts is the balance. A generation and its deduction, or a deduction and its
refund, are one event, so there is no instant at which only half of it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.draws import Draws
from mockserver.storage.records import Event, Image, Transaction, TransactionType


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes the events of generations, with ids that derive from the draw."""

    draws: Draws

    def generation(self, account_number: int, draw: int, image: Image) -> Event:
        """Return the event of an image that was made: image and deduction."""
        deduction = self._entry(account_number, draw, image, "deduction")
        return Event(draws=draw + 1, image=image, transactions=(deduction,))

    def failure(self, account_number: int, draw: int, image: Image) -> Event:
        """Return the event of an image that failed: deduction and refund."""
        deduction = self._entry(account_number, draw, image, "deduction")
        refund = self._entry(account_number, draw, image, "refund")
        return Event(draws=draw + 1, image=None, transactions=(deduction, refund))

    def _entry(
        self, account_number: int, draw: int, image: Image, kind: TransactionType
    ) -> Transaction:
        refund = kind == "refund"
        what = "Refund of a failed generation" if refund else "Image generation"
        return Transaction(
            id=self.draws.uuid("transaction", account_number, draw, kind),
            amount=image.credit_cost if refund else -image.credit_cost,
            type=kind,
            description=f"{what} with {image.model_id}",
            reference_id=image.id,
            created_at=image.created_at,
        )
