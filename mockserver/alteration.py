"""Where a mock can be changed before it is put together.

A mock is built from parts; an alteration may hand in another part at each of
these places, and hands on what it is given everywhere else. A mock without one is
built from its own parts alone: no request passes a place where it might be asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.clock import Clock
    from mockserver.draws import Draws
    from mockserver.getimages.accounts import Accounts
    from mockserver.getimages.generations import Provider
    from mockserver.messages import Request
    from mockserver.openapi import Document
    from mockserver.pipeline import Answer
    from mockserver.server.lifespan import AsgiApp
    from mockserver.settings import Settings
    from mockserver.storage.protocol import Storage

    Respond = Callable[[Request], Awaitable[Answer]]
    """Answers one request, as the pipeline does."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The finished parts of a mock, for what answers in the place of its pipeline."""

    document: Document
    settings: Settings
    accounts: Accounts
    storage: Storage
    draws: Draws
    clock: Clock


class Alteration:
    """Changes nothing; who changes something overrides a method.

    The methods stand in the order in which they are called.
    """

    def settings(self, settings: Settings) -> Settings:
        """Return the settings that the mock is built with."""
        return settings

    def overlays(self) -> Sequence[Mapping[str, Any]]:
        """Return overlays of the document, for a mock that reads another one."""
        return ()

    def storage(self, storage: Storage) -> Storage:
        """Return the storage that accounts, ledger and images are kept in."""
        return storage

    def provider(self, provider: Provider) -> Provider:
        """Return who decides whether a generation succeeds."""
        return provider

    def respond(self, respond: Respond, parts: Parts) -> Respond:
        """Return what answers a request."""
        return respond

    def application(self, application: AsgiApp) -> AsgiApp:
        """Return the ASGI application that answers HTTP."""
        return application


class Alterations(Alteration):
    """Several alterations as one; the first stands nearest to the mock."""

    def __init__(self, alterations: Sequence[Alteration]) -> None:
        self._alterations = alterations

    def settings(self, settings: Settings) -> Settings:
        """Return the settings as all of them want it."""
        for each in self._alterations:
            settings = each.settings(settings)
        return settings

    def overlays(self) -> Sequence[Mapping[str, Any]]:
        """Return the overlays of all of them."""
        return [overlay for each in self._alterations for overlay in each.overlays()]

    def storage(self, storage: Storage) -> Storage:
        """Return the storage inside all of theirs."""
        for each in self._alterations:
            storage = each.storage(storage)
        return storage

    def provider(self, provider: Provider) -> Provider:
        """Return the provider inside all of theirs."""
        for each in self._alterations:
            provider = each.provider(provider)
        return provider

    def respond(self, respond: Respond, parts: Parts) -> Respond:
        """Return what answers, inside all of theirs."""
        for each in self._alterations:
            respond = each.respond(respond, parts)
        return respond

    def application(self, application: AsgiApp) -> AsgiApp:
        """Return the application inside all of theirs."""
        for each in self._alterations:
            application = each.application(application)
        return application
