from __future__ import annotations

import base64
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image as Pillow

from mockserver import GenerationRequest, MockServer
from mockserver.getimages.prices import DEFAULT_PRICES
from tests.mock.conftest import FAILING_PROMPT, Client

RATIOS = ["1:1", "3:2", "2:3", "16:9", "9:16", "4:3", "3:4", "21:9"]
MODELS = sorted(DEFAULT_PRICES)
THINKING = [
    "google:gemini-3-pro-image-preview",
    "google:gemini-3.1-flash-image-preview",
]


def codes(reply: Any) -> dict[str, str]:
    assert reply.status_code == 400, reply.text
    return {item["path"]: item["code"] for item in reply.json()["error"]["details"]}


def test_the_reply_tells_what_was_made_and_what_it_cost(client: Client) -> None:
    reply = client.generate(
        prompt="a lighthouse",
        modelId="google:gemini-3-pro-image-preview",
        aspectRatio="16:9",
        style="watercolour",
        thinkingLevel="deep",
    )

    assert reply.status_code == 200
    body = reply.json()
    image = body["image"]
    assert body["credits"] == {"charged": 5, "remaining": 995}
    assert UUID(image["id"]).version == 4
    created = datetime.fromisoformat(image["createdAt"])
    assert abs(datetime.now(UTC) - created) < timedelta(minutes=1)
    assert {
        name: image[name]
        for name in image
        if name not in ("id", "createdAt", "b64_json")
    } == {
        "prompt": "a lighthouse",
        "modelId": "google:gemini-3-pro-image-preview",
        "providerId": "google",
        "aspectRatio": "16:9",
        "style": "watercolour",
        "thinkingLevel": "deep",
        "mediaType": "image/png",
        "creditCost": 5,
    }


def test_what_is_not_given_has_its_default(client: Client) -> None:
    image = client.image()

    assert (image["aspectRatio"], image["style"], image["thinkingLevel"]) == (
        "1:1",
        None,
        None,
    )


@pytest.mark.parametrize("model", MODELS)
def test_each_model_costs_its_price(client: Client, model: str) -> None:
    reply = client.generate(modelId=model).json()

    price = DEFAULT_PRICES[model]
    assert reply["credits"] == {"charged": price, "remaining": 1000 - price}
    assert reply["image"]["creditCost"] == price
    assert reply["image"]["providerId"] == model.partition(":")[0]
    assert client.account.credits == 1000 - price


def test_generate_list_get_account_and_usage_agree(client: Client) -> None:
    image = client.image()
    metadata = {name: image[name] for name in image if name != "b64_json"}

    listed = client.get("/api/v1/images").json()
    usage = client.get("/api/v1/usage").json()
    got = client.get(f"/api/v1/images/{image['id']}").json()
    account = client.get("/api/v1/account").json()

    assert listed == {"images": [metadata], "total": 1, "limit": 20, "offset": 0}
    assert got == {"image": image}
    deduction, opening = usage["transactions"]
    assert usage["total"] == 2
    assert (deduction["amount"], deduction["type"]) == (-2, "deduction")
    assert deduction["referenceId"] == image["id"]
    assert (opening["amount"], opening["type"]) == (1000, "addition")
    assert account["creditBalance"] == 998


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("picture_format", ["png", "jpeg", "webp"])
def test_the_picture_decodes_and_has_the_ratio(ratio: str, picture_format: Any) -> None:
    with (
        MockServer(
            picture="plain", picture_size=512, picture_format=picture_format
        ) as server,
        Client(server.create_account()) as client,
    ):
        image = client.image(aspectRatio=ratio)

    picture = Pillow.open(
        io.BytesIO(base64.b64decode(image["b64_json"], validate=True))
    )
    picture.load()
    width, height = map(int, ratio.split(":"))
    assert picture.width * height == picture.height * width
    assert (
        image["mediaType"] == f"image/{picture_format}" == picture.get_format_mimetype()
    )


def test_pictures_are_captioned_and_1024_pixels_by_default() -> None:
    with MockServer() as server, Client(server.create_account()) as client:
        image = client.image(aspectRatio="16:9")
        again = client.get(f"/api/v1/images/{image['id']}").json()["image"]

    picture = Pillow.open(io.BytesIO(base64.b64decode(image["b64_json"])))
    assert picture.size == (1024, 576)
    assert again["b64_json"] == image["b64_json"]


def test_two_identical_requests_are_two_generations(client: Client) -> None:
    first, second = client.image(), client.image()

    assert first["id"] != second["id"]
    assert first["b64_json"] != second["b64_json"]
    assert client.account.credits == 996


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("x", id="one character"),
        pytest.param("x" * 2000, id="2000 characters"),
        pytest.param("🦊" * 2000, id="2000 astral characters"),
        pytest.param("חתול על מחצלת", id="right to left"),
        pytest.param("富士山の上の満月", id="CJK"),
        pytest.param("👩‍👩‍👧 🏳️‍🌈", id="joined emoji"),
        pytest.param("a\x00b\x07\x1b[31m", id="NUL and control characters"),
        pytest.param('line\nline\ttab "quoted" \\ back', id="escapes"),
        pytest.param("  spaces  ", id="spaces around"),
        pytest.param("é é ‮abc", id="combining and bidi controls"),
    ],
)
def test_a_prompt_is_kept_as_it_was_sent(client: Client, prompt: str) -> None:
    image = client.image(prompt=prompt)

    assert image["prompt"] == prompt
    assert client.get("/api/v1/images").json()["images"][0]["prompt"] == prompt


@pytest.mark.parametrize("model", THINKING)
@pytest.mark.parametrize("level", ["default", "deep"])
def test_thinking_is_taken_where_the_description_says_so(
    client: Client, model: str, level: str
) -> None:
    assert client.image(modelId=model, thinkingLevel=level)["thinkingLevel"] == level


@pytest.mark.parametrize("model", sorted(set(MODELS) - set(THINKING)))
def test_thinking_is_refused_elsewhere(client: Client, model: str) -> None:
    reply = client.generate(modelId=model, thinkingLevel="default")

    assert codes(reply) == {"body.thinkingLevel": "unsupported"}
    assert "google:gemini-3-pro-image-preview" in reply.text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"prompt": ""}, {"body.prompt": "minLength"}, id="empty prompt"),
        pytest.param(
            {"prompt": "x" * 2001}, {"body.prompt": "maxLength"}, id="long prompt"
        ),
        pytest.param(
            {"prompt": "🦊" * 2001},
            {"body.prompt": "maxLength"},
            id="long astral prompt",
        ),
        pytest.param({"prompt": 5}, {"body.prompt": "type"}, id="prompt a number"),
        pytest.param({"prompt": None}, {"body.prompt": "type"}, id="prompt null"),
        pytest.param({"modelId": "x"}, {"body.modelId": "enum"}, id="unknown model"),
        pytest.param({"modelId": ["x"]}, {"body.modelId": "type"}, id="model a list"),
        pytest.param(
            {"aspectRatio": "1:2"}, {"body.aspectRatio": "enum"}, id="unknown ratio"
        ),
        pytest.param(
            {"aspectRatio": None}, {"body.aspectRatio": "type"}, id="ratio null"
        ),
        pytest.param({"style": None}, {"body.style": "type"}, id="style null"),
        pytest.param({"style": 1}, {"body.style": "type"}, id="style a number"),
        pytest.param(
            {"thinkingLevel": "max"}, {"body.thinkingLevel": "enum"}, id="unknown level"
        ),
        pytest.param(
            {"n": 2}, {"body.n": "additionalProperties"}, id="unknown property"
        ),
        pytest.param(
            {"prompt": "", "modelId": "x", "n": 2, "style": 1},
            {
                "body.prompt": "minLength",
                "body.modelId": "enum",
                "body.style": "type",
                "body.n": "additionalProperties",
            },
            id="everything at once",
        ),
    ],
)
def test_what_breaks_the_schema_is_refused_and_free(
    client: Client, change: dict[str, Any], expected: dict[str, str]
) -> None:
    reply = client.generate(**change)

    assert codes(reply) == expected
    assert client.account.credits == 1000
    assert client.account.images == []
    assert len(client.account.transactions) == 1


@pytest.mark.parametrize("name", ["prompt", "modelId"])
def test_a_missing_property_is_named_itself(client: Client, name: str) -> None:
    body = {"prompt": "x", "modelId": MODELS[0]}
    del body[name]

    reply = client.post("/api/v1/images/generate", json=body)

    assert codes(reply) == {f"body.{name}": "required"}


@pytest.mark.parametrize("body", ["[]", '"x"', "5", "true", "null"])
def test_a_body_that_is_no_object_is_refused(client: Client, body: str) -> None:
    reply = client.post(
        "/api/v1/images/generate",
        content=body,
        headers={"Content-Type": "application/json"},
    )

    assert codes(reply) == {"body": "type"}


def test_a_missing_body_is_refused(client: Client) -> None:
    assert codes(client.post("/api/v1/images/generate")) == {"body": "required"}


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", ""])
def test_another_media_type_is_refused(client: Client, content_type: str) -> None:
    reply = client.post(
        "/api/v1/images/generate",
        content=b'{"prompt": "x", "modelId": "openai:gpt-image-2"}',
        headers={"Content-Type": content_type},
    )

    assert codes(reply) == {"header.Content-Type": "unsupported_media_type"}
    assert "application/json" in reply.text


def test_a_lack_of_credits_charges_and_stores_nothing(poor: Client) -> None:
    reply = poor.generate()

    assert codes(reply) == {"body.modelId": "insufficient_credits"}
    assert poor.account.credits == 1
    assert poor.account.images == []
    assert len(poor.account.transactions) == 1


def test_a_failed_generation_is_refunded(client: Client) -> None:
    reply = client.generate(prompt=FAILING_PROMPT)

    assert reply.status_code == 500
    assert "the provider is down" in reply.json()["error"]["message"]
    refund, deduction, _ = client.account.transactions
    assert (deduction["type"], deduction["amount"]) == ("deduction", -2)
    assert (refund["type"], refund["amount"]) == ("refund", 2)
    assert refund["referenceId"] == deduction["referenceId"]
    assert client.account.credits == 1000
    assert client.account.images == []
    assert client.get(f"/api/v1/images/{refund['referenceId']}").status_code == 404


def test_a_provider_is_not_asked_for_what_cannot_be_paid() -> None:
    asked: list[GenerationRequest] = []
    with (
        MockServer(provider=asked.append, picture="plain", picture_size=16) as server,
        Client(server.create_account(credits=2)) as client,
    ):
        for number in range(3):
            client.generate(prompt=str(number), style="line drawing")

    assert asked == [
        GenerationRequest(
            prompt="0",
            model_id="google:gemini-2.5-flash-image",
            aspect_ratio="1:1",
            style="line drawing",
        )
    ]


def test_a_provider_that_breaks_costs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def broken(request: GenerationRequest) -> None:
        raise ZeroDivisionError("of the test")

    with (
        MockServer(provider=broken) as server,
        Client(server.create_account()) as client,
    ):
        reply = client.generate()
        account = client.account

        assert reply.status_code == 500
        assert set(reply.json()) == {"error"}
        assert (account.credits, account.images) == (1000, [])
        assert len(account.transactions) == 1
    assert "ZeroDivisionError: of the test" in caplog.text
    assert "ZeroDivisionError" not in reply.text


def test_one_property_has_one_problem_and_a_second_problem_its_own(
    client: Client,
) -> None:
    """The schema's problem is told before the prose's; both kinds stand together."""
    model = "openai:gpt-image-2"
    schema_first = client.generate(modelId=model, thinkingLevel="max")
    together = client.generate(modelId=model, thinkingLevel="deep", prompt="")

    assert codes(schema_first) == {"body.thinkingLevel": "enum"}
    assert codes(together) == {
        "body.prompt": "minLength",
        "body.thinkingLevel": "unsupported",
    }


def test_the_message_counts_what_the_details_list(client: Client) -> None:
    error = client.generate(prompt="", n=1, m=2).json()["error"]

    assert error["message"].endswith("(and 2 more)")
    assert len(error["details"]) == 3
    assert all(set(item) == {"path", "message", "code"} for item in error["details"])
