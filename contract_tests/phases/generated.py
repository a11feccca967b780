"""What the lists of probes do not think of: requests that Schemathesis generates.

All cases are drawn before anything is sent, the most different ones are kept, and
each is sent once: Schemathesis would otherwise send what the budget does not know.
Every import of Schemathesis stands here.
"""

from __future__ import annotations

import copy
import json
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import schemathesis
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import Failure, FailureGroup

from contract_tests.contract.document import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    USAGE,
    Contract,
    parse,
)
from contract_tests.contract.formats import is_uuid
from contract_tests.gateway import HELD_BACK, Gateway
from contract_tests.phases.drawing import drawn, home_of_its_own
from contract_tests.session import Session
from contract_tests.tape.exchange import Exchange, Expects, Fields, Intent, Role
from contract_tests.tape.records import Check

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    positive_data_acceptance,
]
_PROBES = {
    GENERATE: "GEN-F",
    LIST: "PAG-F",
    USAGE: "PAG-F",
    GET: "GET-F",
    ACCOUNT: "ACC-F",
}
# How many cases of an operation are sent at the standard level: valid ones, others.
_SENT = {GENERATE: (0, 4), LIST: (1, 1), USAGE: (1, 1), GET: (1, 2), ACCOUNT: (1, 0)}
_DEEPER = 5
_DRAWN = 30
_ORDER = (
    (GenerationMode.POSITIVE, (ACCOUNT, LIST, USAGE, GET)),
    (GenerationMode.NEGATIVE, (LIST, USAGE, GET, GENERATE)),
)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A case that is to be sent, and whether it is valid."""

    operation: str
    case: Case[Any]
    valid: bool


@dataclass(frozen=True, slots=True)
class _Material:
    """All cases of a document and a seed, and the gateway that they are sent to."""

    gateway: Gateway
    cases: tuple[_Drawn, ...]
    lock: Lock


def run(session: Session, known: str | None) -> None:
    """Draw cases for all operations, send them, and keep what the checks say."""
    contract = session.contract
    material = _material(contract.text, contract.path, session.seed, session.deep)
    with material.lock:
        sender = _Sender(session, material.gateway, known)
        material.gateway.forward = sender.forward
        for case in material.cases:
            if case.operation != GENERATE or not session.settings.read_only:
                sender.send(case)


# Drawing takes most of the time of a run, and depends on nothing that a target says.
@lru_cache(maxsize=4)
def _material(text: str, path: str, number: int, deep: bool) -> _Material:
    contract = parse(text, path=path)
    gateway = Gateway(copy.deepcopy(dict(contract.document)))
    with home_of_its_own(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_asgi(
            "/openapi.json", gateway, config=_configuration(number)
        )
        cases = [
            _Drawn(operation, case, mode is GenerationMode.POSITIVE)
            for mode, operations in _ORDER
            for operation in operations
            for case in _draw(contract, schema, operation, mode, number, deep=deep)
        ]
    return _Material(gateway, tuple(cases), Lock())


def _draw(
    contract: Contract,
    schema: Any,
    operation: str,
    mode: GenerationMode,
    number: int,
    *,
    deep: bool,
) -> list[Case[Any]]:
    """Return the most different cases of one operation; nothing is sent."""
    many = _SENT[operation][0 if mode is GenerationMode.POSITIVE else 1]
    many *= _DEEPER if deep else 1
    described = contract.operations[operation]
    strategy = schema[described.path][described.method].as_strategy(
        generation_mode=mode
    )
    cases = drawn(strategy, number=number, many=max(_DRAWN, 3 * many))
    if mode is GenerationMode.NEGATIVE:
        cases = [case for case in cases if _surely_wrong(contract, case, operation)]
    return _most_different(cases, many)


def _surely_wrong(contract: Contract, case: Case[Any], operation: str) -> bool:
    """Tell whether no honest reader of the document could take a case for valid."""
    if operation == GENERATE:
        if isinstance(case.body, bytes):
            return not _is_json(case.body)
        return bool(contract.request_violations(GENERATE, case.body))
    if operation == GET:
        return not is_uuid(str((case.path_parameters or {}).get("id", "")))
    return _page_is_wrong(case.query or {})


class _Sender:
    """Sends cases through the gateway, by the session of one run."""

    def __init__(self, session: Session, gateway: Gateway, known: str | None) -> None:
        self._session = session
        self._gateway = gateway
        self._known = known
        self._intent = Intent(session.phase, "")

    def send(self, chosen: _Drawn) -> None:
        """Send a case and put on the tape what the checks of Schemathesis say of it."""
        case, operation = chosen.case, chosen.operation
        expects = Expects.SUCCESS if chosen.valid else Expects.REFUSAL
        if operation == GET:
            expects = Expects.NOT_FOUND
            if chosen.valid and self._known:
                expects = Expects.SUCCESS
            if chosen.valid:
                case.path_parameters = {"id": self._known or str(uuid4())}
        about = "valid" if chosen.valid else _about(case)
        self._intent = Intent(self._session.phase, _PROBES[operation], about, expects)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                response = case.call()
            except (ValueError, UnicodeError, TypeError):
                return  # no HTTP client can write this request
        exchange = self._gateway.last
        if exchange is None or HELD_BACK in {each.lower() for each in response.headers}:
            return
        for failure in _failures(case, response):
            self._session.recorder.add(
                Check(
                    exchange.number, failure.code, failure.title, failure.message[:500]
                )
            )

    def forward(self, target: str, headers: Fields, body: bytes) -> Exchange | None:
        """Send a call of the gateway on: with the key, and through the budget."""
        session = self._session
        generate = session.contract.operations[GENERATE]
        key = session.credentials(Role.MAIN)
        fields = tuple(each for each in headers if each[0].lower() != "authorization")
        if urlsplit(target).path != generate.path:
            return session.get(target, intent=self._intent, headers=(*key, *fields))
        media_type = next((v for n, v in fields if n.lower() == "content-type"), None)
        return session.refuse(
            body,
            probe=self._intent.probe,
            case=self._intent.case,
            expects=self._intent.expects,
            media_type=media_type,
        )


def _configuration(number: int) -> Any:
    """Return a configuration that no file of the working folder changes.

    What would make later requests depend on earlier replies is off.
    """
    return schemathesis.Config.from_dict(
        {
            "seed": number,
            "cache": {"enabled": False},
            "generation": {"database": "none", "with-security-parameters": False},
            "phases": {"fuzzing": {"error-feedback": {"enabled": False}}},
        }
    )


def _most_different(cases: Iterable[Case[Any]], many: int) -> list[Case[Any]]:
    """Return cases that differ in what is special about them; equal ones once."""
    groups: dict[str, list[Case[Any]]] = {}
    seen = set()
    for case in cases:
        shape = repr((case.path_parameters, case.query, case.body))
        if shape not in seen and len(shape) < 20_000:
            seen.add(shape)
            groups.setdefault(_about(case), []).append(case)
    chosen: list[Case[Any]] = []
    while len(chosen) < many and any(groups.values()):
        for group in groups.values():
            if group and len(chosen) < many:
                chosen.append(group.pop(0))
    return chosen


def _about(case: Case[Any]) -> str:
    """Return what a generated case violates, in a few words."""
    data = case.meta.phase.data if case.meta else None
    told = getattr(data, "description", None) or "generated"
    return re.sub(r"\s*\(was .*", "", str(told).splitlines()[0])[:80]


def _failures(case: Case[Any], response: Any) -> tuple[Failure, ...]:
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as group:
        return group.exceptions
    except Failure as failure:
        return (failure,)
    return ()


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _page_is_wrong(query: dict[str, Any]) -> bool:
    """Tell whether limit or offset is surely no integer within its bounds.

    Lists, objects and blanks can be written in more than one way, so they are left out;
    so are numbers such as `10.0`, and parameters that the document does not know.
    """
    if not query or any(name not in ("limit", "offset") for name in query):
        return False
    values = {name: _text(value) for name, value in query.items()}
    if not all(isinstance(value, str) and value.strip() for value in values.values()):
        return False
    return any(_is_wrong(name, str(value)) for name, value in values.items())


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


def _is_wrong(name: str, text: str) -> bool:
    if _WHOLE.fullmatch(text):
        number = int(text)
        return number < 0 or (name == "limit" and not 1 <= number <= 100)
    try:
        float(text)
    except ValueError:
        return text.isascii() and text.isprintable()
    return False
