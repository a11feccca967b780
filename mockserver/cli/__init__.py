"""The command ``mockserver``: options, environment, banner, log, exit codes."""

from mockserver.cli.command import main

__all__ = ["main"]
