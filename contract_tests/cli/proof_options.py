"""The options of `contract-tests prove`, as one table."""

from __future__ import annotations

from contract_tests.option_values import (
    Kind,
    Option,
    read_globs,
    read_path,
    read_positive_seconds,
    read_positive_whole,
    read_text,
    read_whole,
)

_SCOPE, _SUITE, _RESULT = "what is tried", "a suite of your own", "result"

PROOF_OPTIONS: tuple[Option, ...] = (
    Option(
        "select",
        _SCOPE,
        "only defects and variants whose name, family or clause matches (repeatable)",
        read_globs,
        Kind.MANY,
        metavar="GLOB",
    ),
    Option(
        "deselect",
        _SCOPE,
        "leave out those that match (repeatable; `variants` for all lawful ones)",
        read_globs,
        Kind.MANY,
        metavar="GLOB",
    ),
    Option(
        "sample",
        _SCOPE,
        "only so many of them, from all families in turn",
        read_positive_whole,
        metavar="N",
    ),
    Option(
        "seed",
        _SCOPE,
        "the seed of the sample, the mocks and the drawn requests (1)",
        read_whole,
        metavar="N",
    ),
    Option(
        "jobs",
        _SCOPE,
        "how many are tried at the same time (two for each processor)",
        read_positive_whole,
        metavar="N",
    ),
    Option(
        "budget_time",
        _SCOPE,
        "begin no other after so many seconds (no limit)",
        read_positive_seconds,
        metavar="S",
    ),
    Option(
        "resume",
        _SCOPE,
        "keep results in this file as they come, and go on from what is in it",
        read_path,
        metavar="FILE",
    ),
    Option(
        "command",
        _SUITE,
        "try this command instead of the clauses, such as 'npm test'",
        read_text,
        metavar="CMD",
    ),
    Option(
        "timeout",
        _SUITE,
        "seconds that the command may take each time (300)",
        read_positive_seconds,
        metavar="S",
    ),
    Option(
        "images",
        _SUITE,
        "older images in the account of {api_key} (57)",
        read_whole,
        metavar="N",
    ),
    Option(
        "report",
        _RESULT,
        "write a report (repeatable): html, json or markdown",
        list,
        Kind.MANY,
        metavar="FORMAT=FILE",
    ),
    Option("quiet", _RESULT, "print the verdict alone", bool, Kind.FLAG),
    Option("no_color", _RESULT, "print without colours", bool, Kind.FLAG),
)
