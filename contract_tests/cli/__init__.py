"""The command `contract-tests`."""

from contract_tests.cli.command import main

__all__ = ["main"]
