"""Who calls: from the credentials of a request to an account.

The places where credentials stand are the document's; which of them are good
is told by the key ring, which is handed in.
"""

from __future__ import annotations

from typing import Protocol

from mockserver.messages import Caller, Reason, Refused, Request
from mockserver.openapi import (
    Credentials,
    CredentialState,
    Operation,
    Secrets,
    Violation,
)


class KeyRing(Protocol):
    """Knows which API keys are good."""

    def caller(self, secret: str) -> Caller | None:
        """Return who owns the key; None for a wrong, unknown or revoked one."""

    def is_revoked(self, secret: str) -> bool:
        """Tell whether the key was good once."""

    def anonymous(self) -> Caller:
        """Return who calls an operation that asks for no credentials."""


class Authentication:
    """Finds the caller of a request, or refuses it."""

    def __init__(self, key_ring: KeyRing) -> None:
        self._key_ring = key_ring

    def caller(self, operation: Operation, request: Request) -> Caller:
        """Return the caller; raise Refused (401) for credentials that are not good."""
        if not operation.security:
            return self._key_ring.anonymous()
        credentials = operation.credentials(request.headers, request.query_string)
        for secrets in credentials.satisfied:
            caller = self._owner(secrets)
            if caller is not None:
                return caller
        raise self._refused(operation, credentials, request)

    def _owner(self, secrets: Secrets) -> Caller | None:
        """Return who owns the first secret if all are good; nobody owns none."""
        owner = None
        for secret in secrets:
            caller = self._key_ring.caller(secret)
            if caller is None:
                return None
            owner = owner or caller
        return owner or self._key_ring.anonymous()

    def _refused(
        self, operation: Operation, credentials: Credentials, request: Request
    ) -> Refused:
        state = credentials.state
        in_header = credentials.place == "header.Authorization"
        sent = request.headers.get("authorization", "").strip()
        if state is CredentialState.MISSING and in_header and sent:
            # Something stands there, if not by the scheme that is asked for.
            state = CredentialState.MALFORMED
        if state is CredentialState.SENT:
            revoked = any(
                self._key_ring.is_revoked(secret)
                for secrets in credentials.satisfied
                for secret in secrets
            )
            code, told = _REVOKED if revoked else _UNKNOWN
        else:
            code, told = _STATES[state]
            told = f"{told} {credentials.problem}." if credentials.problem else told
        message = f"{told} Send {credentials.expected}."
        detail = Violation(credentials.place, told, code)
        return Refused(
            Reason.UNAUTHORIZED,
            message,
            details=[detail],
            headers=[("WWW-Authenticate", operation.challenge)],
        )


_UNKNOWN = ("invalid_api_key", "The API key is not valid.")
_REVOKED = ("revoked_api_key", "The API key was revoked.")
_STATES = {
    CredentialState.MISSING: ("missing_api_key", "The API key is missing."),
    CredentialState.MALFORMED: (
        "malformed_api_key",
        "The credentials are not of the declared form.",
    ),
}
