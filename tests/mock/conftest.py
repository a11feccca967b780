from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import settings

from mockserver import GenerationFailed, GenerationRequest, MockServer
from mockserver.mock_server import MockAccount

FAILING_PROMPT = "please fail"

# Times say nothing on a shared machine. In CI a red run must be red again for whoever
# looks into it, so examples are the same each time; elsewhere each run tries new ones.
settings.register_profile("mock", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("mock")


class Client(httpx.Client):
    """An HTTP client of one account."""

    def __init__(self, account: MockAccount) -> None:
        super().__init__(
            base_url=account.url,
            headers={"Authorization": f"Bearer {account.api_key}"},
        )
        self.account = account

    def generate(self, **body: Any) -> httpx.Response:
        """Generate an image; prompt and model have defaults."""
        body = {
            "prompt": "a red bicycle",
            "modelId": "google:gemini-2.5-flash-image",
            **body,
        }
        return self.post("/api/v1/images/generate", json=body)

    def generate_from(
        self, body: bytes, content_type: str = "application/json", **headers: str
    ) -> httpx.Response:
        """Ask for an image with a body as it stands."""
        return self.post(
            "/api/v1/images/generate",
            content=body,
            headers={"Content-Type": content_type, **headers},
        )

    def image(self, **body: Any) -> Any:
        """Generate an image that must succeed; return it."""
        reply = self.generate(**body)
        assert reply.status_code == 200, reply.text
        return reply.json()["image"]


def fail_on_demand(request: GenerationRequest) -> None:
    if request.prompt == FAILING_PROMPT:
        raise GenerationFailed("the provider is down")


@pytest.fixture(scope="session")
def server() -> Iterator[MockServer]:
    """Serve one mock for all tests of this folder; strict, so that no breach goes by."""
    with MockServer(
        picture="plain", picture_size=64, strict=True, provider=fail_on_demand, seed=7
    ) as running:
        yield running


@pytest.fixture
def client(server: MockServer) -> Iterator[Client]:
    """Return a client with an account of its own and 1000 credits."""
    with Client(server.create_account()) as made:
        yield made


@pytest.fixture
def poor(server: MockServer) -> Iterator[Client]:
    """Return a client whose account has one credit, too little for any image."""
    with Client(server.create_account(credits=1)) as made:
        yield made
