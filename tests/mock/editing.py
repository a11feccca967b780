"""Mocks of a document that was edited, with no code changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mockserver import MockServer
from mockserver.documents import packaged_document
from tests.mock.conftest import Client

Edit = Callable[[Any], None]


def edited(*edits: Edit) -> Any:
    document = copy.deepcopy(json.loads(packaged_document().read_text("utf-8")))
    for edit in edits:
        edit(document)
    return document


@contextmanager
def served(*edits: Edit, credits: int = 1000) -> Iterator[Client]:
    with (
        MockServer(
            edited(*edits), picture="plain", picture_size=32, strict=True
        ) as server,
        Client(server.create_account(credits=credits)) as client,
    ):
        yield client


def schemas(document: Any) -> Any:
    return document["components"]["schemas"]


def operation(document: Any, path: str, method: str = "get") -> Any:
    return document["paths"][path][method]
