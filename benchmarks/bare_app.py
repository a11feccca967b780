"""The baseline of requests: a bare Starlette application, documents ready made.

Run with a port and a JSON file of the documents that the mock answered, without
pictures: ``{"account": ..., "list": ..., "metadata": ..., "generate": ...}``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def application(documents: dict[str, Any]) -> Starlette:
    """Return an application that answers with these documents."""

    async def account(request: Request) -> Response:
        return JSONResponse(documents["account"])

    async def images(request: Request) -> Response:
        return JSONResponse(documents["list"])

    async def image(request: Request) -> Response:
        return JSONResponse(documents["metadata"])

    async def generate(request: Request) -> Response:
        await request.body()
        return JSONResponse(documents["generate"])

    return Starlette(
        routes=[
            Route("/api/v1/account", account),
            Route("/api/v1/images", images),
            Route("/api/v1/images/generate", generate, methods=["POST"]),
            Route("/api/v1/images/{id}", image),
        ]
    )


if __name__ == "__main__":
    found = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    uvicorn.run(
        application(found), port=int(sys.argv[1]), log_level="warning", access_log=False
    )
