"""A gallery of older generations, so that a list has something to show.

The rows vary as real ones do (models, ratios, styles that are null, prompts in
several scripts), and the ledger holds their deductions: the opening grant is
raised by what they cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mockserver.draws import Draws
from mockserver.getimages.generations import GenerationRequest, Generations
from mockserver.getimages.ledger import Ledger
from mockserver.getimages.models import Models
from mockserver.getimages.prices import Prices
from mockserver.storage.records import Event

_SUBJECTS = (
    "a red bicycle leaning on a blue wall",
    "an otter reading the morning paper",
    "a lighthouse in heavy rain",
    "two astronauts playing chess on the moon",
    "a bowl of ramen, seen from above",
    "el mercado de flores al amanecer",
    "富士山の上の満月",
    "חתול ישן על ערמת ספרים",
    "a paper boat in a storm drain 🚣",
    "the control room of a submarine",
    "a very small dragon guarding a teacup",
    "ein Gewächshaus voller Farne",
)
_STYLES = (None, "watercolour", None, "35 mm film", None, "line drawing", None)

# One image in each 37 minutes: a page of 20 spans half a day, and the hour differs.
_SPACING = 37 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Gallery:
    """``count`` generations that end just before ``now`` (milliseconds)."""

    count: int
    now: int
    draws: Draws
    models: Models
    prices: Prices
    generations: Generations

    @property
    def opened_at(self) -> int:
        """When an account with this gallery was opened, in milliseconds."""
        return self.now - (self.count + 1) * _SPACING

    @property
    def cost(self) -> int:
        """What the whole gallery costs, in credits."""
        model_ids = self.models.model_ids
        if not model_ids:
            return 0
        turns, rest = divmod(self.count, len(model_ids))
        prices = [self.prices.price(model_id) for model_id in model_ids]
        return turns * sum(prices) + sum(prices[:rest])

    def events(self, account_number: int) -> Iterator[Event]:
        """Yield the events of the gallery, oldest first.

        There are none when the document names no models.
        """
        if not self.models.model_ids:
            return
        ledger = Ledger(self.draws)
        for draw in range(self.count):
            created_at = self.now - (self.count - draw) * _SPACING
            request = self._request(account_number, draw)
            image = self.generations.image(
                account_number, draw, request, created_at=created_at
            )
            yield ledger.generation(account_number, draw, image)

    def _request(self, account_number: int, position: int) -> GenerationRequest:
        # Steps that share no factor with the lengths walk through all combinations.
        models = self.models.model_ids
        ratios = self.models.aspect_ratios
        model_id = models[position % len(models)]
        levels = self.models.thinking_levels
        thinks = self.models.supports_thinking(model_id) and position % 3 == 0
        subject = _SUBJECTS[(position * 5 + account_number) % len(_SUBJECTS)]
        return GenerationRequest(
            prompt=f"{subject}, no. {position + 1}",
            model_id=model_id,
            aspect_ratio=ratios[position * 3 % len(ratios)],
            style=_STYLES[position % len(_STYLES)],
            thinking_level=levels[position % len(levels)]
            if thinks and levels
            else None,
        )
