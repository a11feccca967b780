"""References, components, security schemes and servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, error, info
from contract_tests.lint.gathering import gathered
from contract_tests.lint.lenient import mapping, sequence, text
from contract_tests.lint.survey import Survey, local_pointer

_DATA = frozenset({"example", "examples", "default", "enum", "const", "value"})
"""Members that hold data, in which `$ref` is a name like any other."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "0.0.0.0")


def _references(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield pointer and text of every reference."""
    rest: list[tuple[str, Any, bool]] = [("", document, False)]
    while rest:
        pointer, value, is_names = rest.pop()
        if isinstance(value, list):
            rest += [(pointer + join(i), x, False) for i, x in enumerate(value)]
        if not isinstance(value, Mapping):
            continue
        if not is_names and isinstance(value.get("$ref"), str):
            yield pointer, value["$ref"]
        for key, each in value.items():
            name = str(key)
            if not is_names and name in _DATA and name != "examples":
                continue
            # Below these, members are names that the author chose.
            names = not is_names and name in (
                "properties",
                "patternProperties",
                "schemas",
            )
            rest.append((pointer + join(name), each, names))


def _dangling(survey: Survey) -> Iterator[Remark]:
    for pointer, reference in _references(survey.document):
        target = local_pointer(reference)
        if target is None:
            if not reference.startswith("#"):
                yield info(
                    pointer + join("$ref"),
                    f"{reference} leads out of the document and was not followed",
                    "bundle the document into one file to have all of it looked at",
                )
        elif survey.follow(pointer, {"$ref": reference}) is None:
            yield error(
                pointer + join("$ref"),
                f"{reference} leads nowhere",
                "correct the name, or add the component",
            )


def _unused(survey: Survey) -> Iterator[Remark]:
    used = {local_pointer(each) for _, each in _references(survey.document)} - {None}
    used |= set(_mapped(survey))
    used |= {join("components", "securitySchemes", x) for x in _requirements(survey)}
    remarks: list[Remark] = []
    count = 0
    for section, members in mapping(survey.document.get("components")).items():
        if str(section).startswith("x-"):
            continue
        for name in mapping(members):
            count += 1
            pointer = join("components", section, name)
            if not any(x == pointer or str(x).startswith(pointer + "/") for x in used):
                remarks.append(
                    info(pointer, "nothing refers to it", "use it, or take it away")
                )
    return gathered(remarks, places=count, pointer=join("components"))


def _mapped(survey: Survey) -> Iterator[str]:
    """Yield what discriminators refer to."""
    for site in survey.schemas.values():
        table = mapping(mapping(site.schema.get("discriminator")).get("mapping"))
        for each in table.values():
            yield local_pointer(text(each)) or join("components", "schemas", text(each))


def _requirements(survey: Survey) -> dict[str, str]:
    """Return the names of the security schemes that are needed, and where first."""
    found: dict[str, str] = {}
    places = [("", survey.document)]
    places += [(each.pointer, each.value) for each in survey.operations]
    for pointer, value in places:
        for index, requirement in enumerate(sequence(value.get("security"))):
            for name in mapping(requirement):
                found.setdefault(str(name), pointer + join("security", index, name))
    return found


def _schemes(survey: Survey) -> Iterator[Remark]:
    declared = mapping(
        mapping(survey.document.get("components")).get("securitySchemes")
    )
    for name, pointer in _requirements(survey).items():
        if name not in declared:
            yield error(
                pointer,
                f"no security scheme is called {name!r}",
                f"declare it; there {'are' if len(declared) != 1 else 'is'}"
                f" {', '.join(map(str, declared)) or 'none'}",
            )


def _servers(survey: Survey) -> Iterator[Remark]:
    for index, each in enumerate(sequence(survey.document.get("servers"))):
        url = text(mapping(each).get("url"))
        parts = urlsplit(url.replace("{", "").replace("}", ""))
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            yield info(
                join("servers", index, "url"),
                f"{url} is not https: keys and replies can be read on the way",
                "offer https, or say that it is for tests",
            )


RULES = (
    Rule(
        "reference-dangling",
        "Every `$ref` leads somewhere.",
        "No tool can read the document as a whole.",
        _dangling,
    ),
    Rule(
        "component-unused",
        "Every component is used.",
        "It grows old unseen, and readers take it for a promise.",
        _unused,
    ),
    Rule(
        "security-scheme-undeclared",
        "Every security scheme that is needed is declared.",
        "Nobody can know how to authenticate.",
        _schemes,
    ),
    Rule(
        "server-insecure",
        "Servers are reached by https.",
        "Keys travel in the clear.",
        _servers,
    ),
)
