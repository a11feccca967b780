from __future__ import annotations

import pytest

from contract_tests.catalogue import find
from mockserver import MockServer
from mockserver.defects import DEFECTS, VARIANTS, Defect, Variant
from tests.defects.api import Api
from tests.defects.probes import PROBES

ENTRIES: list[Defect | Variant] = [*DEFECTS, *VARIANTS]


def options(entry: Defect | Variant) -> dict[str, list[str]]:
    field = "defects" if isinstance(entry, Defect) else "variants"
    return {field: [entry.name]}


def shows(name: str, **chosen: list[str]) -> bool:
    mock = MockServer(images=57, picture="plain", picture_size=64, seed=1, **chosen)  # type: ignore[arg-type]
    with mock, Api(mock.url) as api:
        return PROBES[name](api)


def test_names_are_unique_and_there_is_a_probe_for_each() -> None:
    names = [entry.name for entry in ENTRIES]

    assert len(names) == len(set(names))
    assert set(PROBES) == set(names)


@pytest.mark.probe
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_a_direct_probe_shows_it(entry: Defect | Variant) -> None:
    assert not shows(entry.name), "the correct mock shows it too"
    assert shows(entry.name, **options(entry))


def test_the_clause_that_must_catch_a_defect_exists() -> None:
    unknown = {each.name: each.clause for each in DEFECTS if find(each.clause) is None}

    assert not unknown
