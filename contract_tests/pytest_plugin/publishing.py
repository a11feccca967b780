"""Reports and last lines of a session, from what its run left behind."""

from __future__ import annotations

from collections.abc import Sequence

from contract_tests.errors import UsageError
from contract_tests.judgement.judge import judge
from contract_tests.pytest_plugin.given import spelled
from contract_tests.pytest_plugin.shared_folder import SharedFolder
from contract_tests.pytest_plugin.telling import summary
from contract_tests.reports.writers import Material, destination, write


def publish(folder: SharedFolder, places: Sequence[str]) -> list[str]:
    """Write reports to places (`FORMAT=FILE`); return what could not be written."""
    finished = folder.finished()
    if finished is None:
        return []
    report = judge(finished.tape, finished.contract)
    material = Material(finished.contract.text, finished.thumbnails)
    complaints = []
    for place in places:
        try:
            write(destination(place), report, material)
        except UsageError as error:
            complaints.append(spelled(str(error)))
    return complaints


def summary_lines(folder: SharedFolder) -> list[str]:
    """Return the last lines about the run; none if there was none."""
    finished = folder.finished()
    if finished is None:
        return []
    return list(summary(judge(finished.tape, finished.contract)))
