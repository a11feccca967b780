"""A usual suite: pytest over a client that openapi-python-client generated.

openapi-python-client generate --path openapi.json --meta none \
        --output-path getimages_client
contract-tests prove --command 'pytest -q tests/proof/suites/real/generated_client.py'
"""

from __future__ import annotations

import base64
import os
from typing import Any

import pytest
from getimages_client import AuthenticatedClient  # type: ignore[import-not-found]
from getimages_client.api.account import (  # type: ignore[import-not-found]
    get_account,
    list_usage,
)
from getimages_client.api.images import (  # type: ignore[import-not-found]
    generate_image,
    get_image,
    list_images,
)
from getimages_client.models import (  # type: ignore[import-not-found]
    GenerateImageRequest,
    GenerateImageRequestAspectRatio,
    GenerateImageRequestModelId,
    GetImageFormat,
)

URL = os.environ["CONTRACT_TESTS_URL"]


def client_of(role: str) -> Any:
    return AuthenticatedClient(
        base_url=URL, token=os.environ[f"CONTRACT_TESTS_{role}API_KEY"]
    )


@pytest.fixture
def client() -> Any:
    return client_of("")


def wanted(**changes: Any) -> Any:
    model = GenerateImageRequestModelId.OPENAIGPT_IMAGE_2
    return GenerateImageRequest(
        **{"prompt": "a fox in the snow", "model_id": model, **changes}
    )


def test_an_image_is_what_was_asked_for(client: Any) -> None:
    ratio = GenerateImageRequestAspectRatio.VALUE_5
    reply = generate_image.sync(client=client, body=wanted(aspect_ratio=ratio))

    assert reply.image.prompt == "a fox in the snow"
    assert reply.image.model_id == "openai:gpt-image-2"
    assert reply.image.aspect_ratio == ratio.value
    assert base64.b64decode(reply.image.b64_json, validate=True)


def test_an_image_is_charged(client: Any) -> None:
    before = get_account.sync(client=client).credit_balance
    reply = generate_image.sync(client=client, body=wanted())
    after = get_account.sync(client=client).credit_balance

    assert reply.credits_.charged > 0
    assert reply.credits_.remaining == before - reply.credits_.charged == after


def test_an_image_can_be_read_again(client: Any) -> None:
    made = generate_image.sync(client=client, body=wanted()).image
    again = get_image.sync(made.id, client=client).image

    assert again.prompt == made.prompt
    assert again.b64_json == made.b64_json


def test_metadata_come_without_bytes(client: Any) -> None:
    made = generate_image.sync(client=client, body=wanted()).image
    reply = get_image.sync(made.id, client=client, format_=GetImageFormat.METADATA)

    assert reply.image.id == made.id
    assert "b64_json" not in reply.image.to_dict()


def test_a_new_image_is_listed(client: Any) -> None:
    made = generate_image.sync(client=client, body=wanted()).image
    page = list_images.sync(client=client)

    assert page.limit == 20
    assert page.offset == 0
    assert len(page.images) == 20
    assert made.id in [each.id for each in page.images]


def test_a_second_page_has_other_images(client: Any) -> None:
    first = list_images.sync(client=client, limit=10)
    second = list_images.sync(client=client, limit=10, offset=10)

    assert first.total == second.total
    assert not {e.id for e in first.images} & {e.id for e in second.images}


def test_a_deduction_is_in_the_usage(client: Any) -> None:
    made = generate_image.sync(client=client, body=wanted()).image
    usage = list_usage.sync(client=client)

    assert str(made.id) in [each.reference_id for each in usage.transactions]


def test_a_wrong_key_is_refused() -> None:
    wrong = AuthenticatedClient(base_url=URL, token="no-such-key")

    assert get_account.sync_detailed(client=wrong).status_code == 401


def test_an_unknown_image_is_not_found(client: Any) -> None:
    reply = get_image.sync_detailed(
        "00000000-0000-4000-8000-000000000000", client=client
    )

    assert reply.status_code == 404
    assert reply.parsed.error.message


def test_an_empty_prompt_is_refused(client: Any) -> None:
    reply = generate_image.sync_detailed(client=client, body=wanted(prompt=""))

    assert reply.status_code == 400


def test_who_cannot_pay_is_refused() -> None:
    reply = generate_image.sync_detailed(client=client_of("POOR_"), body=wanted())

    assert reply.status_code == 400
