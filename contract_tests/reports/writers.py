"""What `--report FORMAT=FILE` writes: the table of formats, and files that are whole.

A reader never sees half a report: the text goes to a file beside the wanted one,
which then takes its place.
"""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from contract_tests.errors import UsageError
from contract_tests.judgement.report import Report
from contract_tests.reports.badge import to_badge
from contract_tests.reports.html_report import to_html
from contract_tests.reports.json_report import to_json
from contract_tests.reports.junit import to_junit
from contract_tests.reports.markdown import to_markdown
from contract_tests.reports.sarif import to_sarif


@dataclass(frozen=True, slots=True)
class Material:
    """What some formats need beside the report."""

    document_text: str = ""
    thumbnails: Mapping[str, bytes] = field(default_factory=dict)
    """Small PNG by the SHA-256 of the picture that they show."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A format of `WRITERS`, and the file that it goes to."""

    format: str
    path: Path


WRITERS: Mapping[str, Callable[[Report, Material], str]] = MappingProxyType(
    {
        "json": lambda report, _: to_json(report),
        "junit": lambda report, _: to_junit(report),
        "html": lambda report, more: to_html(report, thumbnails=more.thumbnails),
        "markdown": lambda report, _: to_markdown(report),
        "sarif": lambda report, more: to_sarif(report, more.document_text),
        "badge": lambda report, _: to_badge(report),
    }
)


def destination(option: str, formats: Iterable[str] = WRITERS) -> Destination:
    """Return what `FORMAT=FILE` names; raise UsageError if it names nothing known."""
    name, equals, path = option.partition("=")
    known = list(formats)
    valid = ", ".join(known)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise UsageError(f"no report format {name!r}{hint}; valid are {valid}")
    if not equals or not path:
        raise UsageError(f"--report {option}: no file; write {name}=FILE")
    return Destination(name, Path(path))


def prepare(place: Destination) -> None:
    """Create missing folders and see that the file can be written.

    It is for the start of a run, so that nothing is spent on a report that is lost.
    """
    try:
        if _is_stream(place.path):
            return
        path = _settled(place.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
        beside, descriptor = _beside(path)
        os.close(descriptor)
        beside.unlink()
    except (OSError, ValueError) as error:
        raise _refusal(place, error) from error


def write(place: Destination, report: Report, material: Material) -> None:
    """Write a report; raise UsageError naming the file if that cannot be done."""
    write_text(place, WRITERS[place.format](report, material))


def write_text(place: Destination, text: str) -> None:
    """Write the text of a report, whole or not at all; raise UsageError if it fails."""
    content = text.encode("utf-8", "backslashreplace")
    try:
        if _is_stream(place.path):
            place.path.write_bytes(content)
        else:
            _replace(_settled(place.path), content)
    except (OSError, ValueError) as error:
        raise _refusal(place, error) from error


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside, descriptor = _beside(path)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> tuple[Path, int]:
    """Create an empty file in the same folder, with the rights that the umask gives."""
    beside = path.parent / f".{path.name[:100]}.{secrets.token_hex(6)}"
    return beside, os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)


def _is_stream(path: Path) -> bool:
    """Tell whether a path is a pipe or a device (`/dev/stdout`), which stays itself."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _settled(path: Path) -> Path:
    """Return the file behind a link, so that the link stays one."""
    return path.resolve()


def _refusal(place: Destination, error: Exception) -> UsageError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return UsageError(
        f"the {place.format} report cannot be written to {place.path}: {reason}"
    )
