"""The direction of imports: rooms are listed from low to high."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each row holds rooms that do not know each other; a room may import from the
# rows above its own. A room is a module or a folder of the package; one of several
# names in a row (`tape.exchange`) is a module that lies lower than its folder. The first
# is the table of docs/design.md.
MOCKSERVER = (
    {"errors"},
    {"draws", "clock"},
    {"storage", "openapi", "protocol"},
    {"media", "messages", "server", "values"},
    {"getimages", "rate_limit", "refusals", "authentication", "completion"},
    {"negotiation", "settings", "documents"},
    {"pipeline"},
    {"edge"},
    {"application"},
    {"alteration"},
    {"defects"},
    {"app"},
    {"mock_server", "cli"},
    {"pytest_plugin", "__main__"},
)
CONTRACT_TESTS = (
    {"errors", "deadlines"},
    {"tape.exchange", "judgement.clause"},
    {"judgement.report", "pacing"},
    {"tape", "progress"},
    {"contract", "settings"},
    {"option_values"},
    {"budget", "bookkeeping", "memory", "gateway", "options", "lint", "reports"},
    {"judgement.evidence", "judgement.findings", "wire"},
    {"judgement.ledger"},
    {"clauses"},
    {"catalogue", "session"},
    {"judgement", "phases", "rehearsal"},
    {"run", "comparison"},
    {"proof"},
    {"checking", "cli"},
    {"pytest_plugin", "__main__"},
    {"test_contract", "against_mock"},
)


@dataclass(frozen=True)
class Package:
    """A package with its rooms from low to high."""

    name: str
    layers: tuple[set[str], ...]

    @property
    def folder(self) -> Path:
        return ROOT / self.name

    @property
    def rooms(self) -> set[str]:
        return set().union(*self.layers)

    def modules(self) -> list[Path]:
        return sorted(self.folder.rglob("*.py"))

    def room_of(self, module: str) -> str:
        """Return the room of a module by its whole name, '' for the package itself."""
        parts = module.split(".")[1:]
        names = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
        return next((name for name in names if name in self.rooms), "")

    def layer_of(self, room: str) -> int:
        return next(n for n, rooms in enumerate(self.layers) if room in rooms)

    def imported(self, path: Path) -> set[str]:
        """Return the modules of this package that a module imports."""
        known = {name_of(each) for each in self.modules()}
        found = {name for name in imports(path) if name in known}
        # The name of a folder is only the way to the module in it that is meant.
        return {
            name
            for name in found
            if not any(other.startswith(f"{name}.") for other in found)
        }

    def importers_of(self, library: str) -> set[str]:
        """Return the modules that import a library, without the package's name."""
        return {
            name_of(path).removeprefix(f"{self.name}.")
            for path in self.modules()
            if any(name.split(".")[0] == library for name in imports(path))
        }


MOCK = Package("mockserver", MOCKSERVER)
CONTRACT = Package("contract_tests", CONTRACT_TESTS)
PACKAGES = (MOCK, CONTRACT)

STARLETTE = {"app", "application", "edge"}
UVICORN = {"protocol", "server"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Return what a module imports; not what only a checker of types reads."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda each: each.name)
def test_every_room_is_in_the_table(package: Package) -> None:
    rooms = {
        path.relative_to(package.folder).parts[0].removesuffix(".py")
        for path in package.modules()
    } - {"__init__"}

    assert rooms == {each for each in package.rooms if "." not in each}


@pytest.mark.parametrize(
    ("package", "path"),
    [
        pytest.param(package, path, id=name_of(path))
        for package in PACKAGES
        for path in package.modules()
    ],
)
def test_a_room_imports_only_from_lower_rooms(package: Package, path: Path) -> None:
    room = package.room_of(name_of(path))
    if not room:
        return
    for name in package.imported(path):
        other = package.room_of(name)
        if other and other != room:
            assert package.layer_of(other) < package.layer_of(room), f"imports {name}"


@pytest.mark.parametrize("package", PACKAGES, ids=lambda each: each.name)
def test_modules_import_each_other_in_no_circle(package: Package) -> None:
    graph = {
        name_of(path): package.imported(path)
        for path in package.modules()
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
    assert {
        MOCK.room_of(f"mockserver.{m}") for m in MOCK.importers_of(library)
    } <= rooms


@pytest.mark.parametrize(
    ("library", "modules"),
    [
        ("httpx", {"wire"}),
        ("httpcore", {"wire", "deadlines"}),
        ("schemathesis", {"phases.generated"}),
        ("hypothesis", {"phases.drawing", "phases.plans"}),
        ("PIL", {"tape.pictures", "reports.thumbnails"}),
        ("starlette", set()),
        ("uvicorn", set()),
    ],
)
def test_a_library_has_one_place(library: str, modules: set[str]) -> None:
    assert CONTRACT.importers_of(library) == modules


def test_rich_is_for_what_people_read() -> None:
    rooms = {
        CONTRACT.room_of(f"contract_tests.{each}")
        for each in CONTRACT.importers_of("rich")
    }

    assert rooms <= {"reports", "cli", "proof", "pytest_plugin"}


def test_only_what_pytest_loads_imports_pytest() -> None:
    rooms = {
        CONTRACT.room_of(f"contract_tests.{each}")
        for each in CONTRACT.importers_of("pytest")
    }

    assert rooms <= {"pytest_plugin", "test_contract"}


def test_the_contract_tests_know_no_mock() -> None:
    """What judges deployments shares no code with one; a command starts one to judge."""
    assert CONTRACT.importers_of("mockserver") == {"proof.deployments"}
    assert MOCK.importers_of("contract_tests") == set()


def test_only_getimages_and_who_builds_it_know_the_api() -> None:
    found = {
        MOCK.room_of(name_of(path))
        for path in MOCK.modules()
        if any(name.startswith("mockserver.getimages") for name in imports(path))
    }

    builders = {"app", "mock_server", "cli"}
    assert found <= {"", "getimages", "documents", "defects", *builders}
