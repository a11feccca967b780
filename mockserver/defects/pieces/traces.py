"""What a request leaves behind beside its reply: images that nobody was told of."""

from __future__ import annotations

from mockserver.defects.pieces.around import Go
from mockserver.defects.pieces.occasion import Occasion
from mockserver.storage.records import Account, Event, Image

_MODELS = (
    "google:gemini-2.5-flash-image",
    "google:gemini-3.1-flash-image-preview",
    "google:gemini-3-pro-image-preview",
    "openai:gpt-image-1.5",
    "openai:gpt-image-2",
)


def leave_image(it: Occasion, *, account: Account | None = None) -> str:
    """Store an image of the request's prompt in the caller's account, or another's.

    Nothing is charged for it. Return its id.
    """
    owner = account or it.account
    assert owner is not None, "a request without an account leaves no image"
    body = it.sent if isinstance(it.sent, dict) else {}
    storage, settings = it.parts.storage, it.parts.settings
    draw = storage.draws(owner.number)
    prompt, model = body.get("prompt"), str(body.get("modelId"))
    model = model if model in _MODELS else _MODELS[0]
    image = Image(
        id=it.parts.draws.uuid("left", owner.number, draw),
        prompt=prompt if isinstance(prompt, str) else "",
        model_id=model,
        provider_id=model.partition(":")[0],
        aspect_ratio="1:1",
        style=None,
        thinking_level=None,
        media_type="image/png",
        credit_cost=0,
        created_at=it.parts.clock.now(),
        look=f"{settings.picture}:{settings.picture_size}",
    )
    storage.record(owner.number, Event(draw + 1, image, ()))
    return image.id


async def serve_image(it: Occasion, go: Go, image_id: str, charged: int) -> None:
    """Answer generateImage with a stored image, as if it had just been made."""
    it.request.method = "GET"
    it.request.path = f"/api/v1/images/{image_id}"
    it.request.query_string = b""
    await go()
    if it.ok:
        it.body["credits"] = {"charged": charged, "remaining": it.balance}
