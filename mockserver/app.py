"""The one place where the parts of a mock are put together."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import anyio
import anyio.to_thread

from mockserver.alteration import Alteration, Parts
from mockserver.application import MockApplication, as_starlette
from mockserver.authentication import Authentication
from mockserver.clock import Clock, SystemClock
from mockserver.completion import Completer
from mockserver.documents import load_amended
from mockserver.draws import Draws
from mockserver.edge import Edge, request_ids
from mockserver.errors import SettingsError
from mockserver.getimages.accounts import Accounts
from mockserver.getimages.behaviours import GetImages
from mockserver.getimages.fitting import NEEDS, fits
from mockserver.getimages.gallery import Gallery
from mockserver.getimages.generations import Generations, Provider, reliable_provider
from mockserver.getimages.key_ring import AccountKeyRing
from mockserver.getimages.keys import WELL_KNOWN_KEYS
from mockserver.getimages.models import Models
from mockserver.getimages.pictures import MEDIA_TYPES, Studio
from mockserver.getimages.prices import Prices
from mockserver.messages import Binding
from mockserver.negotiation import Negotiation
from mockserver.openapi import Document
from mockserver.pipeline import Pipeline, ViolationCount
from mockserver.rate_limit import RateLimiter
from mockserver.refusals import Refusals
from mockserver.settings import Options, Settings
from mockserver.storage.memory import MemoryStorage
from mockserver.storage.protocol import Storage
from mockserver.values import Values

if TYPE_CHECKING:
    from starlette.applications import Starlette

_log = logging.getLogger("mockserver.app")


@dataclass(frozen=True, slots=True)
class Mock:
    """A mock, put together: its application and what stands behind it."""

    app: MockApplication
    document: Document
    accounts: Accounts
    storage: Storage
    models: Models
    prices: Prices
    settings: Settings
    seed: int
    violations: ViolationCount


def create_app(
    document: str | Path | Mapping[str, Any] | None = None,
    *,
    clock: Clock | None = None,
    provider: Provider = reliable_provider,
    **options: Unpack[Options],
) -> Starlette:
    """Return the Starlette application of a mock.

    ``document`` is a file, or a parsed document; the packaged one by default.
    ``clock`` and ``provider`` (which decides whether a generation fails) can be
    replaced; ``options`` are the fields of :class:`mockserver.Settings`.
    Raises SettingsError, DocumentError or StateFileError.
    """
    mock = build(document, settings=Settings(**options), clock=clock, provider=provider)
    return as_starlette(mock.app)


def build(
    document: str | Path | Mapping[str, Any] | Document | None = None,
    *,
    settings: Settings,
    clock: Clock | None = None,
    provider: Provider = reliable_provider,
) -> Mock:
    """Put a mock together; see :func:`create_app`."""
    alteration = _alteration(settings)
    settings = alteration.settings(settings)
    clock = SystemClock() if clock is None else clock
    if not isinstance(document, Document):
        document = load_amended(document, overlays=alteration.overlays())
    _announce(settings, document)
    seed, storage = _open_storage(settings)
    storage = alteration.storage(storage)
    draws = Draws(seed)
    models = Models.from_document(document)
    prices = Prices.replacing(settings.prices)
    _warn_of_prices(settings.prices, models)
    generations = Generations(
        storage=storage,
        draws=draws,
        clock=clock,
        models=models,
        prices=prices,
        provider=alteration.provider(provider),
        media_type=MEDIA_TYPES[settings.picture_format],
        look=f"{settings.picture}:{settings.picture_size}",
    )
    accounts = Accounts(
        storage=storage,
        draws=draws,
        clock=clock,
        credits=settings.credits,
        open_to_all=settings.auth == "any",
    )
    gallery = Gallery(
        count=settings.images,
        now=clock.now(),
        draws=draws,
        models=models,
        prices=prices,
        generations=generations,
    )
    _open_accounts(settings, accounts, gallery)
    behaviours = GetImages(
        storage=storage,
        generations=generations,
        studio=Studio(seed=seed),
        models=models,
    )
    violations = ViolationCount()
    pipeline = _pipeline(
        document,
        _fitting(document, behaviours.bindings()),
        settings=settings,
        accounts=accounts,
        clock=clock,
        draws=draws,
        violations=violations,
    )
    parts = Parts(document, settings, accounts, storage, draws, clock)
    edge = Edge(
        alteration.respond(pipeline.respond, parts),
        cors=settings.cors,
        request_ids=request_ids(draws.digest("requests").hex()[:8]),
    )
    app = MockApplication(alteration.application(edge), storage.close)
    return Mock(
        app, document, accounts, storage, models, prices, settings, seed, violations
    )


def _alteration(settings: Settings) -> Alteration:
    if not settings.defects and not settings.variants:
        return Alteration()
    # Nobody else knows that there are such things.
    from mockserver.defects import chosen

    return chosen(settings.defects, settings.variants)


def _announce(settings: Settings, document: Document) -> None:
    """Log what is altered; refuse it for another API, where it would change nothing."""
    for field, names in (
        ("defects", settings.defects),
        ("variants", settings.variants),
    ):
        if names and not any(document.operation(each) for each in NEEDS):
            raise SettingsError(
                f"{field} are those of the Get Images API, and the document has none of"
                f" its operations ({', '.join(NEEDS)})",
                field=field,
            )
    for name in dict.fromkeys(settings.defects):
        _log.warning("this mock breaks the contract on purpose: %s", name)
    for name in dict.fromkeys(settings.variants):
        _log.info("this mock is a lawful variant: %s", name)


def _open_storage(settings: Settings) -> tuple[int, Storage]:
    if settings.state is not None:
        # sqlite3 is loaded only for those who ask for a file.
        from mockserver.storage.sqlite import open_sqlite

        storage = open_sqlite(settings.state, seed=settings.seed)
        return storage.seed, storage
    # 32 bits are enough to differ and short enough to be typed again.
    drawn = int.from_bytes(os.urandom(4), "big")
    seed = drawn if settings.seed is None else settings.seed
    return seed, MemoryStorage()


def _warn_of_prices(prices: Mapping[str, int], models: Models) -> None:
    """Name prices of models that the document does not have: a slip of the pen."""
    for model_id in prices:
        if models.model_ids and model_id not in models.model_ids:
            known = ", ".join(models.model_ids)
            _log.warning(
                "a price is given for %s, which is no model of the document (%s)",
                model_id,
                known,
            )


def _open_accounts(settings: Settings, accounts: Accounts, gallery: Gallery) -> None:
    """Open the accounts that exist from the start.

    A key that the user gives is the user's, also if it is a well-known one.
    """
    history = gallery if settings.images else None
    for known in WELL_KNOWN_KEYS:
        if settings.magic and known.key not in settings.api_keys:
            accounts.add_well_known(known, history=history if known.gallery else None)
    for key, credits in settings.api_keys.items():
        accounts.open(key, credits=credits, history=history)


def _fitting(
    document: Document, bindings: Mapping[str, Binding]
) -> Mapping[str, Binding]:
    """Return the bindings of operations that have the contract of this API."""
    kept = {}
    for operation_id, binding in bindings.items():
        operation = document.operation(operation_id)
        if operation is None:
            continue
        if fits(document, operation, NEEDS[operation_id]):
            kept[operation_id] = binding
        else:
            _log.warning(
                "%s has another contract than that of Get Images, so it is answered"
                " by examples and generated values",
                operation_id,
            )
    return kept


def _pipeline(
    document: Document,
    bindings: Mapping[str, Binding],
    *,
    settings: Settings,
    accounts: Accounts,
    clock: Clock,
    draws: Draws,
    violations: ViolationCount,
) -> Pipeline:
    values = Values(document, clock)
    seed = draws.digest("generation")
    return Pipeline(
        document=document,
        bindings=bindings,
        authentication=Authentication(AccountKeyRing(accounts)),
        rate_limiter=RateLimiter(settings.rate_limit, clock),
        negotiation=Negotiation(values, seed),
        refusals=Refusals(values, seed),
        completer=Completer(document, values, seed),
        violations=violations,
        max_body_size=settings.max_request_body_size,
        strict=settings.strict,
        pause=_pause(settings.latency, draws),
        off_loop=anyio.to_thread.run_sync,
    )


def _pause(
    latency: tuple[float, float], draws: Draws
) -> Callable[[], Awaitable[None]] | None:
    low, high = latency
    if high == 0:
        return None
    from random import Random  # few ask for it

    stream = Random(draws.digest("latency"))

    async def pause() -> None:
        await anyio.sleep(stream.uniform(low, high))

    return pause
