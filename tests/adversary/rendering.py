"""Images and ledger rows as the document's schemas have them."""

from __future__ import annotations

from tests.adversary.call import Json
from tests.adversary.world import Image, Row, timestamp


def shown_image(image: Image) -> dict[str, Json]:
    """Render the metadata of an image."""
    return {
        "id": image.id,
        "prompt": image.prompt,
        "modelId": image.model,
        "providerId": image.model.split(":")[0],
        "aspectRatio": image.ratio,
        "style": image.style,
        "thinkingLevel": image.thinking,
        "mediaType": image.media,
        "creditCost": image.cost,
        "createdAt": timestamp(image.created),
    }


def shown_row(row: Row) -> dict[str, Json]:
    """Render a ledger row."""
    return {
        "id": row.id,
        "amount": row.amount,
        "type": row.kind,
        "description": row.description,
        "referenceId": row.reference,
        "createdAt": timestamp(row.created),
    }
