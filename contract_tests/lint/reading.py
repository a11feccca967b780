"""A file to a document with the place of every pointer.

YAML is read by the core schema of YAML 1.2, as OpenAPI asks for (3.1.1, section 4.2):
`on` is a text, `16:9` is no number in base 60, and a date stays a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contract_tests.contract.pointers import Position, positions
from contract_tests.contract.yaml_core import load_yaml
from contract_tests.errors import DocumentError

# An escape that YAML refuses; half of a character beyond the basic plane.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def read(path: str | Path) -> tuple[dict[str, Any], Mapping[str, Position]]:
    """Return a document and where its pointers stand.

    Raises DocumentError, with path, line and reason, for what cannot be read, is
    neither JSON nor YAML, or is no OpenAPI 3 document.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentError(f"{path}: cannot be read: {reason}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DocumentError(f"{path}:{line}: is not UTF-8: {error.reason}") from error
    try:
        document = _parse(text, path)
        _check(document, path)
        return document, _positions(text)
    except RecursionError as error:
        raise DocumentError(f"{path}:1: is nested too deeply") from error


def _parse(text: str, path: str | Path) -> Any:
    if text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except ValueError as error:
            # It may be YAML in its flow style; if not, the JSON error is the better.
            reason = _json_reason(path, error)
            if Path(path).suffix.lower() == ".json":
                raise DocumentError(reason) from error
            try:
                return load_yaml(text)
            except (yaml.YAMLError, ValueError):
                raise DocumentError(reason) from error
    try:
        return load_yaml(text)
    except yaml.YAMLError as error:
        raise DocumentError(_yaml_reason(path, error)) from error
    except ValueError as error:
        raise DocumentError(f"{path}:1: is not usable YAML: {error}") from error


def _json_reason(path: str | Path, error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{path}:{error.lineno}:{error.colno}: is not JSON: {error.msg}"
    return f"{path}:1: is not usable JSON: {error}"


def _yaml_reason(path: str | Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"{mark.line + 1}:{mark.column + 1}" if mark else "1"
    reason = getattr(error, "problem", None) or str(error)
    return f"{path}:{place}: is not YAML: {reason}"


def _check(document: Any, path: str | Path) -> None:
    if not isinstance(document, dict):
        raise DocumentError(f"{path}:1: is no OpenAPI document: it is no object")
    version = document.get("openapi")
    if not isinstance(version, str):
        found = " (Swagger 2: convert it first)" if "swagger" in document else ""
        raise DocumentError(
            f"{path}:1: is no OpenAPI 3 document: it has no text 'openapi'{found}"
        )
    if not version.startswith(("3.0", "3.1")):
        raise DocumentError(f"{path}:1: is OpenAPI {version}; 3.0 and 3.1 are read")


def _positions(text: str) -> Mapping[str, Position]:
    """Return the positions of a text whose values could be read.

    YAML takes no tab between tokens and no surrogates; in JSON both may stand, and
    what replaces them has the same width.
    """
    if text.lstrip().startswith("{"):
        text = _SURROGATE.sub(r"\\u003f", text.replace("\t", " "))
    try:
        return positions(text)
    except yaml.YAMLError:
        return {}
