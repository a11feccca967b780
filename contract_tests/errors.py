"""The errors of the contract tests.

ContractTestsError
├── UsageError          an option or a file that cannot be used (exit 2)
│   ├── DocumentError   a document that is no usable OpenAPI description
│   └── TapeError       a tape that cannot be read
└── NotJudgeable        the target cannot be judged at all (exit 3)
    └── TargetGone      it answered before, and does not any more
"""

from __future__ import annotations


class ContractTestsError(Exception):
    """Anything that the contract tests cannot do, in one clear sentence."""


class UsageError(ContractTestsError):
    """Say that an option or an argument cannot be used, and what could be."""


class DocumentError(UsageError):
    """Say that a document is no OpenAPI description that can be judged by."""


class TapeError(UsageError):
    """Say that a file is no tape, or a tape of another version."""


class NotJudgeable(ContractTestsError):
    """Say why the target cannot be judged: unreachable, key refused, throttled."""


class TargetGone(NotJudgeable):
    """Say that a target that answered before does not answer any more."""
