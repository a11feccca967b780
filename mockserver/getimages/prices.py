"""What a generation costs, in credits, by model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# The document names no prices. These differ from each other, so that a client
# that mixes two models up is seen, and lie between 2 and 6 credits.
DEFAULT_PRICES: Mapping[str, int] = {
    "openai:gpt-image-1.5": 4,
    "openai:gpt-image-2": 6,
    "google:gemini-2.5-flash-image": 2,
    "google:gemini-3.1-flash-image-preview": 3,
    "google:gemini-3-pro-image-preview": 5,
}


@dataclass(frozen=True, slots=True)
class Prices:
    """A price table; a model that it does not know costs its median."""

    table: Mapping[str, int]

    @classmethod
    def replacing(cls, prices: Mapping[str, int]) -> Prices:
        """Return the default table with some prices replaced or added."""
        return cls({**DEFAULT_PRICES, **prices})

    def price(self, model_id: str) -> int:
        """Return the credits that one image of the model costs."""
        price = self.table.get(model_id)
        if price is None:
            # The lower of the two in the middle, so that it is a price of the table.
            return sorted(self.table.values())[(len(self.table) - 1) // 2]
        return price
