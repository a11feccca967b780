"""Any OpenAPI 3.0 or 3.1 document, compiled: routes, decodes, validates.

:func:`load` returns a :class:`Document`. This package knows nothing of HTTP
servers, nor of any one API. Values are made by :mod:`mockserver.openapi.generation`,
which is not loaded with this package because few requests need it.
"""

from mockserver.openapi.bodies import DecodedBody
from mockserver.openapi.document import Document, load
from mockserver.openapi.notices import Notice
from mockserver.openapi.operation import Operation
from mockserver.openapi.parameters import Decoded, Parameter
from mockserver.openapi.paths import Match, MatchKind
from mockserver.openapi.responses import (
    HeaderContract,
    MediaContract,
    ResponseContract,
)
from mockserver.openapi.schemas import SchemaSet
from mockserver.openapi.security import (
    Credentials,
    CredentialState,
    Requirement,
    Scheme,
    Secret,
    Secrets,
)
from mockserver.openapi.violations import Violation

__all__ = [
    "CredentialState",
    "Credentials",
    "Decoded",
    "DecodedBody",
    "Document",
    "HeaderContract",
    "Match",
    "MatchKind",
    "MediaContract",
    "Notice",
    "Operation",
    "Parameter",
    "Requirement",
    "ResponseContract",
    "SchemaSet",
    "Scheme",
    "Secret",
    "Secrets",
    "Violation",
    "load",
]
