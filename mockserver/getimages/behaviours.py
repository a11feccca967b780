"""The five operations, and the table that binds them to operation ids."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from mockserver.clock import timestamp
from mockserver.getimages.generations import (
    GenerationFailed,
    GenerationRequest,
    Generations,
    InsufficientCredits,
)
from mockserver.getimages.models import Models
from mockserver.getimages.pages import Pages
from mockserver.getimages.pictures import PictureSpec, Studio
from mockserver.messages import Binding, Call, Deferred, Reason, Refused, Reply
from mockserver.openapi import Violation
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Image, Transaction

_Row = TypeVar("_Row")

# What the document gives as defaults of `limit` and `offset`, for a document that
# was edited not to.
_LIMIT = 20
_OFFSET = 0


class GetImages:
    """Behaviours over one storage; every method answers one operation."""

    def __init__(
        self,
        *,
        storage: Storage,
        generations: Generations,
        studio: Studio,
        models: Models,
    ) -> None:
        self._storage = storage
        self._generations = generations
        self._studio = studio
        self._models = models
        self._pages = Pages()

    def bindings(self) -> Mapping[str, Binding]:
        """Return what answers each operation id."""
        return {
            "generateImage": Binding(self.generate_image, self._models.check),
            "listImages": Binding(self.list_images),
            "getImage": Binding(self.get_image),
            "getAccount": Binding(self.get_account),
            "listUsage": Binding(self.list_usage),
        }

    def generate_image(self, call: Call) -> Reply:
        """Charge, store and answer with the picture (POST .../images/generate)."""
        body = call.body
        if not isinstance(body, dict):
            # A document may declare more media types, or make the body optional.
            message = "The body must be a JSON object with a prompt."
            problem = Violation("body", "must be a JSON object", "required")
            raise Refused(Reason.INVALID, message, details=[problem])
        # A document may be edited to require less than its first version did.
        request = GenerationRequest(
            prompt=body.get("prompt", ""),
            model_id=body.get("modelId", self._models.default_model_id),
            aspect_ratio=_text(body.get("aspectRatio"))
            or self._models.default_aspect_ratio,
            style=_text(body.get("style")),
            thinking_level=_text(body.get("thinkingLevel")),
        )
        try:
            generated = self._generations.generate(call.account, request)
        except InsufficientCredits as lack:
            raise _insufficient_credits(request, lack) from None
        except GenerationFailed as failure:
            message = f"The generation failed and its credits were refunded: {failure}"
            raise Refused(Reason.GENERATION_FAILED, message) from None
        image = generated.image
        charge = {"charged": image.credit_cost, "remaining": generated.remaining}
        return self._with_picture(
            image, lambda body: {"image": body, "credits": charge}
        )

    def list_images(self, call: Call) -> Reply:
        """Answer with a page of metadata, newest first (GET .../images)."""
        total = self._storage.image_count(call.account.number)
        return self._page(call, "images", total, self._storage.images, image_body)

    def get_image(self, call: Call) -> Reply:
        """Answer with one image, or its metadata (GET .../images/{id})."""
        image_id = str(call.path["id"])
        image = self._storage.image(call.account.number, image_id.lower())
        if image is None:
            raise Refused(
                Reason.NOT_FOUND,
                f"There is no image {image_id} in this account.",
                details=[
                    Violation("path.id", "names no image of this account", "not_found")
                ],
            )
        if call.query.get("format") == "metadata":
            return Reply(200, {"image": image_body(image)})
        return self._with_picture(image, lambda body: {"image": body})

    def get_account(self, call: Call) -> Reply:
        """Answer with the caller's id, email and balance (GET .../account)."""
        account = call.account
        return Reply(
            200,
            {
                "userId": account.user_id,
                "email": account.email,
                "creditBalance": self._storage.balance(account.number),
            },
        )

    def list_usage(self, call: Call) -> Reply:
        """Answer with a page of the ledger, newest first (GET .../usage)."""
        total = self._storage.transaction_count(call.account.number)
        return self._page(
            call,
            "transactions",
            total,
            self._storage.transactions,
            transaction_body,
        )

    def _page(
        self,
        call: Call,
        name: str,
        total: int,
        read: Callable[..., tuple[int, Sequence[_Row]]],
        write: Callable[[_Row], dict[str, Any]],
    ) -> Reply:
        number = call.account.number
        limit = _count(call.query.get("limit"), _LIMIT)
        offset = _count(call.query.get("offset"), _OFFSET)

        def make() -> dict[str, Any]:
            total_now, rows = read(number, limit=limit, offset=offset)
            return {
                name: [write(row) for row in rows],
                "total": total_now,
                "limit": limit,
                "offset": offset,
            }

        key = (name, number, total, limit, offset)
        return Reply(200, self._pages.page(key, make))

    def _with_picture(
        self, image: Image, wrap: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> Reply:
        spec = _picture_spec(image)

        def build() -> dict[str, Any]:
            picture = self._studio.draw(spec)
            encoded = binascii.b2a_base64(picture, newline=False).decode("ascii")
            return wrap({**image_body(image), "b64_json": encoded})

        if self._studio.is_slow(spec):
            return Reply(200, Deferred(build))
        return Reply(200, build())


def image_body(image: Image) -> dict[str, Any]:
    """Write an image as #/components/schemas/ImageMetadata."""
    return {
        "id": image.id,
        "prompt": image.prompt,
        "modelId": image.model_id,
        "providerId": image.provider_id,
        "aspectRatio": image.aspect_ratio,
        "style": image.style,
        "thinkingLevel": image.thinking_level,
        "mediaType": image.media_type,
        "creditCost": image.credit_cost,
        "createdAt": timestamp(image.created_at),
    }


def transaction_body(transaction: Transaction) -> dict[str, Any]:
    """Write a transaction as #/components/schemas/CreditTransaction."""
    return {
        "id": transaction.id,
        "amount": transaction.amount,
        "type": transaction.type,
        "description": transaction.description,
        "referenceId": transaction.reference_id,
        "createdAt": timestamp(transaction.created_at),
    }


def _count(value: float | None, default: int) -> int:
    """Return a whole number, 0 or more; a document may set no bounds, or take null."""
    return default if value is None else max(0, int(value))


def _text(value: Any) -> str | None:
    """Return a text or None: a document may be edited to take other values."""
    return value if isinstance(value, str) else None


def _picture_spec(image: Image) -> PictureSpec:
    return PictureSpec(
        image_id=image.id,
        prompt=image.prompt,
        model_id=image.model_id,
        aspect_ratio=image.aspect_ratio,
        style=image.style,
        thinking_level=image.thinking_level,
        media_type=image.media_type,
        look=image.look,
    )


def _insufficient_credits(
    request: GenerationRequest, lack: InsufficientCredits
) -> Refused:
    message = (
        f"Not enough credits: {request.model_id} costs {lack.price},"
        f" the balance is {lack.balance}."
    )
    detail = Violation(
        "body.modelId",
        f"costs {lack.price} credits and {lack.balance} are left",
        "insufficient_credits",
    )
    return Refused(Reason.INSUFFICIENT_CREDITS, message, details=[detail])
