"""Paths: templates that collide, and their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, error, info, warning
from contract_tests.lint.lenient import mapping
from contract_tests.lint.operations import Operation
from contract_tests.lint.survey import Survey

_NAME = re.compile(r"\{([^{}]*)\}")


def _collisions(survey: Survey) -> Iterator[Remark]:
    by_path: dict[str, list[Operation]] = {}
    for operation in survey.operations:
        # A fragment is never sent: its author knows that the path is another's.
        if "#" not in operation.path:
            by_path.setdefault(operation.path, []).append(operation)
    either: dict[str, list[str]] = {}
    for one, other in combinations(by_path, 2):
        left, right = one.split("/"), other.split("/")
        if len(left) != len(right) or not _meet(left, right):
            continue
        if _NAME.sub("{}", one) == _NAME.sub("{}", other):
            yield error(
                join("paths", other),
                f"it is the same path as {one}: only the names of parameters differ",
                "merge the two",
            )
        elif _is_below(left, right) or _is_below(right, left):
            yield from _collision(survey, by_path, one, other)
        elif _can_be_either(survey, by_path, one, other):
            first, second = sorted((one, other), key=lambda x: x.index("{"))[::-1]
            either.setdefault(first, []).append(second)
    for path, others in either.items():
        yield warning(
            join("paths", path),
            f"some paths match both this and {_few(others)}, and neither is the more"
            " concrete",
            "rename a segment: which of them serves such a path is up to the router",
        )


def _few(paths: list[str]) -> str:
    rest = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + rest


def _meet(left: list[str], right: list[str]) -> bool:
    """Tell whether a path may match both templates, by their segments alone."""
    return all(
        x == y or _matches(x, y) or _matches(y, x)
        for x, y in zip(left, right, strict=True)
    )


def _matches(template: str, segment: str) -> bool:
    if not _NAME.search(template):
        return False
    parts = [re.escape(each) for each in _NAME.split(template)[::2]]
    sample = _NAME.sub("0", segment)
    return re.fullmatch(".+".join(parts), sample) is not None


def _is_below(concrete: list[str], wide: list[str]) -> bool:
    """Tell whether one template is nowhere the wider of the two."""
    return not any(
        "{" in x and "{" not in y for x, y in zip(concrete, wide, strict=True)
    )


def _can_be_either(
    survey: Survey, paths: dict[str, list[Operation]], one: str, other: str
) -> bool:
    methods = ({x.method for x in paths[each]} for each in (one, other))
    return bool(set.intersection(*methods)) and not (
        _refused(survey, paths[one], other, one)
        or _refused(survey, paths[other], one, other)
    )


def _collision(
    survey: Survey, paths: dict[str, list[Operation]], one: str, other: str
) -> Iterator[Remark]:
    concrete, wide = sorted((one, other), key=lambda each: each.count("{"))
    refused = _refused(survey, paths[wide], concrete, wide)
    shared = {each.method for each in paths[concrete]} & {x.method for x in paths[wide]}
    if refused and not shared:
        methods = ", ".join(sorted(each.method for each in paths[wide]))
        yield info(
            join("paths", wide),
            f"{methods} {concrete} matches this template, whose {refused}: whether 400,"
            " 404 or 405 answers is not said",
            "reserve the name in the description, or move one of the paths",
        )
    elif shared and not refused:
        literal = next(x for x, y in _pairs(concrete, wide) if x != y and "{" in y)
        yield info(
            join("paths", wide),
            f"{concrete} hides the value {literal!r} of a parameter here, which its"
            " schema allows",
            "let a pattern or a format of the parameter exclude it",
        )


def _pairs(one: str, other: str) -> Iterator[tuple[str, str]]:
    return zip(one.split("/"), other.split("/"), strict=True)


def _refused(
    survey: Survey, operations: list[Operation], concrete: str, wide: str
) -> str:
    """Return which parameter cannot be the literal of the other path; or nothing."""
    for literal, template in _pairs(concrete, wide):
        name = _NAME.fullmatch(template)
        if name is None or "{" in literal:
            continue
        for operation in operations:
            for pointer, value in operation.parameters:
                if (value.get("in"), value.get("name")) == ("path", name[1]):
                    errors = survey.validity.errors(literal, pointer + join("schema"))
                    if errors:
                        return f"{name[1]!r} cannot be {literal!r}"
    return ""


def _undeclared(survey: Survey) -> Iterator[Remark]:
    for operation in survey.operations:
        declared = {
            str(mapping(value).get("name"))
            for _, value in operation.parameters
            if mapping(value).get("in") == "path"
        }
        for name in _NAME.findall(operation.path):
            if name not in declared:
                yield error(
                    operation.pointer,
                    f"the path has {{{name}}}, and no parameter declares it",
                    f"add a parameter {name!r} with `in: path`, `required: true`",
                )


def _unknown(survey: Survey) -> Iterator[Remark]:
    seen: set[str] = set()
    for operation in survey.operations:
        names = _NAME.findall(operation.path)
        for pointer, value in operation.parameters:
            parameter = mapping(value)
            if parameter.get("in") != "path":
                continue
            if parameter.get("name") not in names:
                yield error(
                    pointer,
                    f"the path {operation.path} has no {{{parameter.get('name')}}}",
                    "correct the name, or take the parameter away",
                )
            elif parameter.get("required") is not True and pointer not in seen:
                seen.add(pointer)
                yield error(
                    pointer,
                    f"the path parameter {parameter.get('name')!r} is not `required: true`",
                    "add it: a path without it is another path",
                )


RULES = (
    Rule(
        "path-collision",
        "No request belongs to two paths.",
        "Which operation serves it depends on the router.",
        _collisions,
    ),
    Rule(
        "path-parameter-undeclared",
        "Every parameter in a path is declared.",
        "Nobody can know what it may be.",
        _undeclared,
    ),
    Rule(
        "path-parameter-unknown",
        "Every declared path parameter stands in the path, and is required.",
        "It can never be sent.",
        _unknown,
    ),
)
