"""The direction of imports: rooms are listed from low to high."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "mockserver"

# Each row holds rooms that do not know each other; a room may import from the
# rows above its own. This is the table of docs/design.md.
LAYERS = (
    {"errors"},
    {"draws", "clock"},
    {"storage", "openapi", "protocol"},
    {"media", "messages", "server", "values"},
    {"getimages", "rate_limit", "refusals", "authentication", "completion"},
    {"negotiation", "settings", "documents"},
    {"pipeline"},
    {"edge"},
    {"application"},
    {"app"},
    {"mock_server", "cli"},
    {"pytest_plugin", "__main__"},
)

STARLETTE = {"app", "application", "edge"}
UVICORN = {"protocol", "server"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(room: str) -> int:
    return next(number for number, rooms in enumerate(LAYERS) if room in rooms)


def test_every_room_is_in_the_table() -> None:
    rooms = {room_of(path) for path in modules()} - {"__init__"}

    assert rooms == set().union(*LAYERS)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_room_imports_only_from_lower_rooms(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    known = set().union(*LAYERS)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "mockserver" or len(parts) < 2 or parts[1] not in known:
            continue
        other = parts[1]
        assert other == room or layer_of(other) < layer_of(room), f"imports {name}"


def test_modules_import_each_other_in_no_circle() -> None:
    names = {name_of(path) for path in modules()}
    graph = {
        name_of(path): {name for name in imports(path) if name in names}
        for path in modules()
        if path.name != "__init__.py"
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for other in sorted(graph.get(name, ())):
                visit(other, (*path, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize(
    ("library", "rooms"), [("starlette", STARLETTE), ("uvicorn", UVICORN)]
)
def test_a_framework_stays_at_the_edge(library: str, rooms: set[str]) -> None:
    found = {
        room_of(path)
        for path in modules()
        if any(name.split(".")[0] == library for name in imports(path))
    }

    assert found <= rooms


def test_only_getimages_and_who_builds_it_know_the_api() -> None:
    found = {
        room_of(path)
        for path in modules()
        if any(name.startswith("mockserver.getimages") for name in imports(path))
    }

    assert found <= {"__init__", "getimages", "documents", "app", "mock_server", "cli"}
