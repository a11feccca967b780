"""Security: which credentials an operation asks for, and which were sent.

Credentials are taken out of a request here and judged elsewhere: this module
does not know which secrets are good. No ``repr`` shows a secret.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from mockserver.openapi.parameters import cookie_pairs
from mockserver.openapi.percent import EncodingProblem, decode_percent
from mockserver.openapi.styles import decode_query
from mockserver.openapi.violations import join

# RFC 6750, section 2.1: the characters of a bearer token, but not only base64
# ones are given out as API keys, so any visible ASCII character is taken.
_TOKEN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A security scheme of the document.

    ``type`` is ``http``, ``apiKey``, ``oauth2``, ``openIdConnect`` or
    ``mutualTLS``; ``http_scheme`` is in lower case; ``location`` and
    ``parameter`` say where an API key stands.
    """

    name: str
    type: str
    http_scheme: str = ""
    location: str = ""
    parameter: str = ""

    @property
    def is_bearer(self) -> bool:
        """Whether a bearer token is sent in ``Authorization``."""
        if self.type == "http":
            return self.http_scheme == "bearer"
        return self.type in {"oauth2", "openIdConnect"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """Schemes that are needed together; none at all makes credentials optional."""

    schemes: tuple[Scheme, ...]
    scopes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Secret:
    """What a caller sent for one scheme: a token, a key, or user and password."""

    value: str = field(repr=False)
    user: str | None = field(default=None, repr=False)


class CredentialState(Enum):
    """What was found in the places of credentials."""

    MISSING = "missing"
    MALFORMED = "malformed"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What was sent for one requirement: a secret for each of its schemes.

    Iterating yields the secret texts, in the order of the schemes; none for a
    requirement without schemes.
    """

    requirement: Requirement
    by_scheme: Mapping[str, Secret]

    def __iter__(self) -> Iterator[str]:
        return (secret.value for secret in self.by_scheme.values())


@dataclass(frozen=True, slots=True)
class Credentials:
    """The credentials of a request.

    ``satisfied`` has the requirements for each of whose schemes something was
    sent, in the order of the document, and last, if the operation may be called
    without credentials, one without secrets. One of them must be judged good.
    ``expected`` says what to send, ``place`` where (``header.Authorization``),
    and ``problem`` what is malformed, without showing it.
    """

    state: CredentialState
    satisfied: tuple[Secrets, ...]
    expected: str
    place: str
    problem: str = ""


class _Malformed(ValueError):
    """A credential that is not in the form of its scheme."""


_NOTHING_NEEDED = Requirement(())


class Security:
    """The alternatives of one operation: one requirement of them must be met."""

    def __init__(self, requirements: Sequence[Requirement]) -> None:
        self.requirements = tuple(requirements)
        is_optional = not requirements or any(
            not requirement.schemes for requirement in requirements
        )
        self._free = (Secrets(_NOTHING_NEEDED, {}),) if is_optional else ()
        self._schemes = {
            scheme.name: scheme
            for requirement in requirements
            for scheme in requirement.schemes
        }
        schemes = tuple(self._schemes.values())
        self.challenge = _challenge(schemes)
        self._expected = _expected(self.requirements)
        self._place = _place(schemes[0]) if schemes else "header.Authorization"
        # Clients send the same header again and again, and it is all that counts here.
        self._is_bearer = all(scheme.is_bearer for scheme in schemes)
        self._remembered = lru_cache(maxsize=64)(self._read_bearer)

    def credentials(
        self, headers: Mapping[str, str], query_string: bytes
    ) -> Credentials:
        """Return what was sent in the places that the document names.

        ``headers`` has names in lower case. Never raises.
        """
        if self._is_bearer:
            return self._remembered(headers.get("authorization"))
        return self._read(headers, query_string)

    def _read_bearer(self, authorization: str | None) -> Credentials:
        headers = {} if authorization is None else {"authorization": authorization}
        return self._read(headers, b"")

    def _read(self, headers: Mapping[str, str], query_string: bytes) -> Credentials:
        secrets: dict[str, Secret] = {}
        problem = ""
        for name, scheme in self._schemes.items():
            try:
                secret = _EXTRACTORS[scheme.type](scheme, headers, query_string)
            except _Malformed as error:
                problem = problem or str(error)
                continue
            if secret is not None:
                secrets[name] = secret
        satisfied = tuple(
            Secrets(requirement, {one.name: secrets[one.name] for one in schemes})
            for requirement in self.requirements
            if (schemes := requirement.schemes)
            and all(one.name in secrets for one in schemes)
        )
        state = CredentialState.MISSING
        if secrets:
            state = CredentialState.SENT
        elif problem:
            state = CredentialState.MALFORMED
        return Credentials(
            state, satisfied + self._free, self._expected, self._place, problem
        )


def _authorization(headers: Mapping[str, str], wanted: str) -> str | None:
    """Return what follows the scheme in ``Authorization``, if it is that scheme."""
    value = headers.get("authorization")
    if value is None:
        return None
    scheme, _, rest = value.strip(" \t").partition(" ")
    return rest.strip(" ") if scheme.lower() == wanted else None


def _http(
    scheme: Scheme, headers: Mapping[str, str], query_string: bytes
) -> Secret | None:
    if scheme.http_scheme == "bearer":
        return _bearer(scheme, headers, query_string)
    rest = _authorization(headers, scheme.http_scheme)
    if rest is None:
        return None
    if not rest:
        raise _Malformed(f"Authorization has nothing after {scheme.http_scheme!r}")
    return _basic(rest) if scheme.http_scheme == "basic" else Secret(rest)


def _bearer(
    scheme: Scheme, headers: Mapping[str, str], query_string: bytes
) -> Secret | None:
    """Return the token of ``Bearer TOKEN`` (RFC 6750, section 2.1)."""
    token = _authorization(headers, "bearer")
    if token is None:
        return None
    if not _TOKEN.fullmatch(token):
        raise _Malformed("Authorization must have exactly one token after Bearer")
    return Secret(token)


def _basic(rest: str) -> Secret:
    """Return user and password of ``Basic`` (RFC 7617, section 2).

    Keys are often sent as the user, with an empty password: the secret is the
    one of the two that is not empty.
    """
    try:
        text = base64.b64decode(rest, validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise _Malformed("Authorization must have base64 after Basic") from error
    user, colon, password = text.partition(":")
    if not colon:
        raise _Malformed("Authorization must have user:password after Basic")
    return Secret(password or user, user=user)


def _api_key(
    scheme: Scheme, headers: Mapping[str, str], query_string: bytes
) -> Secret | None:
    try:
        value = _KEY_PLACES[scheme.location](scheme.parameter, headers, query_string)
    except EncodingProblem as error:
        raise _Malformed(f"the {scheme.location} {scheme.parameter} {error}") from error
    if value is None:
        return None
    if not value:
        raise _Malformed(f"the {scheme.location} {scheme.parameter} is empty")
    return Secret(value)


def _key_in_header(
    name: str, headers: Mapping[str, str], query_string: bytes
) -> str | None:
    value = headers.get(name.lower())
    return None if value is None else value.strip(" \t")


def _key_in_query(
    name: str, headers: Mapping[str, str], query_string: bytes
) -> str | None:
    for part in query_string.decode("latin-1").split("&"):
        key, _, value = part.partition("=")
        try:
            is_it = decode_query(key) == name
        except EncodingProblem:
            continue
        if is_it:
            return decode_query(value)
    return None


def _key_in_cookie(
    name: str, headers: Mapping[str, str], query_string: bytes
) -> str | None:
    for key, value in cookie_pairs(headers.get("cookie", "")):
        if key == name:
            return decode_percent(value)
    return None


def _of_the_connection(
    scheme: Scheme, headers: Mapping[str, str], query_string: bytes
) -> Secret | None:
    """Take a client certificate as shown: it is no part of the request."""
    return Secret("")


def _challenge(schemes: Sequence[Scheme]) -> str:
    """Return the value of ``WWW-Authenticate`` (RFC 9110, section 11.6.1)."""
    challenges: dict[str, None] = {}
    for scheme in schemes:
        if scheme.is_bearer:
            challenges["Bearer"] = None
        elif scheme.type == "http":
            name = scheme.http_scheme.title()
            challenges[f'{name} realm="{_quoted(scheme.name)}"'] = None
        elif scheme.type == "apiKey":
            # No scheme is registered for keys; this says where the key belongs.
            place = f"{scheme.location} {scheme.parameter}"
            challenges[f'ApiKey realm="{_quoted(place)}"'] = None
    return ", ".join(challenges)


def _expected(requirements: Sequence[Requirement]) -> str:
    """Say in words what a caller is to send."""
    ways = [
        " and ".join(_described(scheme) for scheme in requirement.schemes)
        for requirement in requirements
        if requirement.schemes
    ]
    return ", or ".join(dict.fromkeys(ways)) or "no credentials"


def _described(scheme: Scheme) -> str:
    if scheme.is_bearer:
        return "the header 'Authorization: Bearer <token>'"
    if scheme.type == "apiKey":
        return f"the key in the {scheme.location} {scheme.parameter!r}"
    if scheme.type == "mutualTLS":
        return "a client certificate"
    return f"the header 'Authorization: {scheme.http_scheme.title()} <credentials>'"


def _place(scheme: Scheme) -> str:
    if scheme.type == "apiKey":
        return join(scheme.location, [scheme.parameter])
    return "header.Authorization"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


_KEY_PLACES: dict[str, Callable[[str, Mapping[str, str], bytes], str | None]] = {
    "cookie": _key_in_cookie,
    "header": _key_in_header,
    "query": _key_in_query,
}
_EXTRACTORS: dict[str, Callable[[Scheme, Mapping[str, str], bytes], Secret | None]] = {
    "apiKey": _api_key,
    "http": _http,
    "mutualTLS": _of_the_connection,
    "oauth2": _bearer,
    "openIdConnect": _bearer,
}
