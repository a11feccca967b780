"""The log on stderr: one line for each request, as text or JSON."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


def configure(level: str, line_format: str) -> None:
    """Send the package's log to stderr, and nothing of other packages below warning."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if line_format == "json" else _Text())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("mockserver").setLevel(level.upper())
    # Nobody reads who logged from where, and looking it up costs at each line.
    logging.logThreads = False
    logging.logProcesses = False
    logging.logMultiprocessing = False


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = record.getMessage()
        if record.levelno > logging.INFO and record.name != "mockserver":
            line = f"{record.levelname.lower()}: {line}"
        if record.exc_info:
            line = f"{line}\n{self.formatException(record.exc_info)}"
        return line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                "T", "milliseconds"
            ),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "access", {}),
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)
