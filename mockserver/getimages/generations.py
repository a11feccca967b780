"""Generations: from a valid request to an image in the store, for credits."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from mockserver.clock import Clock
from mockserver.draws import Draws
from mockserver.getimages.ledger import Ledger
from mockserver.getimages.models import Models
from mockserver.getimages.prices import Prices
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Account, Image


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """What a client asks for, defaults of the document filled in."""

    prompt: str
    model_id: str
    aspect_ratio: str
    style: str | None = None
    thinking_level: str | None = None


class GenerationFailed(Exception):
    """Raised by a provider to make a generation fail; the message is shown."""


class InsufficientCredits(Exception):
    """The balance is below the price; nothing was charged and nothing stored."""

    def __init__(self, *, price: int, balance: int) -> None:
        self.price = price
        self.balance = balance
        super().__init__(f"the image costs {price} credits and {balance} are left")


class Provider(Protocol):
    """Stands for whoever would make the image; decides whether it succeeds."""

    def __call__(self, request: GenerationRequest, /) -> None:
        """Return to let the generation succeed, or raise GenerationFailed."""


def reliable_provider(request: GenerationRequest) -> None:
    """Let every generation succeed."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A stored image and the balance that its deduction left."""

    image: Image
    remaining: int


class Generations:
    """Charges for images and stores them; one event for each generation."""

    def __init__(
        self,
        *,
        storage: Storage,
        draws: Draws,
        clock: Clock,
        models: Models,
        prices: Prices,
        provider: Provider,
        media_type: str,
        look: str,
    ) -> None:
        self._storage = storage
        self._draws = draws
        self._clock = clock
        self._models = models
        self._prices = prices
        self._provider = provider
        self._media_type = media_type
        self._look = look
        self._ledger = Ledger(draws)
        # Between the look at the balance and the deduction nobody else may charge.
        self._lock = threading.Lock()

    def generate(self, account: Account, request: GenerationRequest) -> Generated:
        """Charge the account, store the image and return it.

        Raises InsufficientCredits (nothing happened) or GenerationFailed
        (deduction and refund are both in the ledger, no image is stored).
        """
        number = account.number
        # What cannot be paid never reaches the provider. The balance is looked at
        # once more below, since others may charge while the provider is asked.
        self._check_balance(number, self._prices.price(request.model_id))
        failure = self._failure(request)
        with self._lock:
            draw = self._storage.draws(number)
            image = self.image(number, draw, request, created_at=self._clock.now())
            balance = self._check_balance(number, image.credit_cost)
            if failure is None:
                event = self._ledger.generation(number, draw, image)
            else:
                event = self._ledger.failure(number, draw, image)
            self._storage.record(number, event)
        if failure is not None:
            raise failure
        return Generated(image, balance - image.credit_cost)

    def image(
        self, number: int, draw: int, request: GenerationRequest, *, created_at: int
    ) -> Image:
        """Return the image that this request is at this draw of the account."""
        return Image(
            id=self._draws.uuid("image", number, draw),
            prompt=request.prompt,
            model_id=request.model_id,
            provider_id=self._models.provider_of(request.model_id),
            aspect_ratio=request.aspect_ratio,
            style=request.style,
            thinking_level=request.thinking_level,
            media_type=self._media_type,
            credit_cost=self._prices.price(request.model_id),
            created_at=created_at,
            look=self._look,
        )

    def _check_balance(self, number: int, price: int) -> int:
        balance = self._storage.balance(number)
        if balance < price:
            raise InsufficientCredits(price=price, balance=balance)
        return balance

    def _failure(self, request: GenerationRequest) -> GenerationFailed | None:
        try:
            self._provider(request)
        except GenerationFailed as failure:
            return failure
        return None
