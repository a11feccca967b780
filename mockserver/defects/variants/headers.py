"""Header fields that are odd, and fields that are not there."""

from __future__ import annotations

from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import always, status
from mockserver.defects.pieces.occasion import JSON, Occasion
from mockserver.defects.pieces.states import with_settings
from mockserver.defects.variants.sending import without_field


def _media(text: str) -> Make:
    """Write the content type of JSON another way."""

    def apply(it: Occasion) -> None:
        it.body, it.media_type = it.answer().body, text

    return after(lambda it: it.media_type == JSON, apply)


def _fields(**fields: str) -> Make:
    more = {name.replace("_", "-"): value for name, value in fields.items()}
    return after(always, lambda it: it.headers.update(more))


def _challenged(challenge: str) -> Make:
    return after(
        status(401), lambda it: it.headers.update({"WWW-Authenticate": challenge})
    )


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "charset-utf-8",
        "the content type names a charset",
        _media("application/json; charset=utf-8"),
    ),
    Variant(
        "media-type-in-capitals",
        "the content type is written in capitals, its charset in quotes",
        _media('Application/JSON;charset="UTF-8"'),
    ),
    Variant(
        "many-more-headers",
        "replies set a cookie, and have fields for caches, tracing and rates",
        _fields(
            Set_Cookie="session=a; Path=/; HttpOnly",
            ETag='W/"17"',
            Cache_Control="private, no-store",
            Vary="Authorization, Accept-Encoding",
            X_RateLimit_Remaining="17",
            Server="nginx",
            Via="1.1 proxy",
        ),
    ),
    Variant("no-cors", "no reply lets a browser read it", with_settings(cors=False)),
    Variant(
        "no-request-id", "replies have no X-Request-Id", without_field("x-request-id")
    ),
    Variant(
        "challenge-long",
        "a 401 has a challenge with a realm and an error",
        _challenged('Bearer realm="images, v1", error="invalid_token"'),
    ),
    Variant(
        "challenge-absent",
        "a 401 has no WWW-Authenticate",
        after(status(401), lambda it: it.headers.pop("WWW-Authenticate", None)),
    ),
)
