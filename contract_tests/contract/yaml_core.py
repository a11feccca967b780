"""YAML read as its core schema: JSON's types alone, and keys that are texts.

PyYAML reads the older YAML 1.1, in which `on` is true, a date is no text, and the
`200` before a response is a number that no JSON pointer finds.
"""

from __future__ import annotations

import re
from typing import Any

import yaml


class _Core(yaml.CSafeLoader):
    """A loader of the core schema, whose keys are texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # PyYAML's own way

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Any, Any]:
        """Return a mapping; raises ConstructorError for a key that is no scalar."""
        if isinstance(node, yaml.MappingNode):
            self.flatten_mapping(node)
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode):
                    key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep=True)


def _integer(loader: yaml.CSafeLoader, node: yaml.Node) -> int:
    text = str(node.value)
    base = {"0x": 16, "0o": 8}.get(text[:2], 10)
    return int(text, base)


_NULL = r"~|null|Null|NULL|"
_FLOAT = r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", _NULL, ["~", "n", "N", ""]),
    ("int", r"[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", _FLOAT, "-+.0123456789"),
    ("merge", r"<<", "<"),
):
    _Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )
_Core.add_constructor("tag:yaml.org,2002:int", _integer)


def load_yaml(text: str) -> Any:
    """Return the value of a YAML text; raises YAMLError, or ValueError for a number."""
    return yaml.load(text, Loader=_Core)
