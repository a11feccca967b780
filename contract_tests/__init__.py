"""Contract tests for the Get Images REST API, driven by its OpenAPI document.

::

    from contract_tests import check

    report = check("http://127.0.0.1:4010", api_key="gi_mock_good")
    assert report.kept, report.cause

Names are loaded when they are used: importing this package loads nothing, so
that the pytest plugin costs nothing where it is not used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contract_tests.checking import check
    from contract_tests.errors import (
        ContractTestsError,
        DocumentError,
        TapeError,
        UsageError,
    )
    from contract_tests.judgement.clause import Clause, Level, Source
    from contract_tests.judgement.report import (
        Breach,
        ExitCode,
        Outcome,
        Report,
        Spending,
        Verdict,
    )
    from contract_tests.settings import Depth

__all__ = [
    "Breach",
    "Clause",
    "ContractTestsError",
    "Depth",
    "DocumentError",
    "ExitCode",
    "Level",
    "Outcome",
    "Report",
    "Source",
    "Spending",
    "TapeError",
    "UsageError",
    "Verdict",
    "check",
]

_HOMES = {
    "Breach": "contract_tests.judgement.report",
    "Clause": "contract_tests.judgement.clause",
    "ContractTestsError": "contract_tests.errors",
    "Depth": "contract_tests.settings",
    "DocumentError": "contract_tests.errors",
    "ExitCode": "contract_tests.judgement.report",
    "Level": "contract_tests.judgement.clause",
    "Outcome": "contract_tests.judgement.report",
    "Report": "contract_tests.judgement.report",
    "Source": "contract_tests.judgement.clause",
    "Spending": "contract_tests.judgement.report",
    "TapeError": "contract_tests.errors",
    "UsageError": "contract_tests.errors",
    "Verdict": "contract_tests.judgement.report",
    "check": "contract_tests.checking",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'contract_tests' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return __all__
