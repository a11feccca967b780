"""Security schemes and requirements as the document writes them."""

from __future__ import annotations

from mockserver.openapi.reading import Reading
from mockserver.openapi.references import Place
from mockserver.openapi.security import Requirement, Scheme, Security

_TYPES = ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect")
_LOCATIONS = ("cookie", "header", "query")


def read_schemes(reading: Reading, root: Place) -> dict[str, Scheme]:
    """Read the security schemes of the components, by name."""
    if not isinstance(root.value.get("components"), dict):
        return {}
    components = root.child("components")
    return {
        name: _scheme(reading, name, source)
        for name, source in reading.members(
            components, "securitySchemes", "securitySchemes"
        )
    }


def _scheme(reading: Reading, name: str, source: Place) -> Scheme:
    place = reading.object_at(source, "a security scheme")
    kind = place.value.get("type")
    if kind not in _TYPES:
        raise place.error(f"the type must be one of {', '.join(_TYPES)}, not {kind!r}")
    if kind == "http":
        http_scheme = place.value.get("scheme")
        if not isinstance(http_scheme, str) or not http_scheme:
            raise place.error("a scheme of type http has a scheme, such as bearer")
        http_scheme = http_scheme.lower()
        if http_scheme not in {"basic", "bearer"}:
            reading.notify(
                place, f"what follows {http_scheme!r} in Authorization is not parsed"
            )
        return Scheme(name, kind, http_scheme=http_scheme)
    if kind == "apiKey":
        location, parameter = place.value.get("in"), place.value.get("name")
        if location not in _LOCATIONS or not isinstance(parameter, str):
            raise place.error(
                "a scheme of type apiKey has a name and says in which place it"
                f" stands ({', '.join(_LOCATIONS)})"
            )
        return Scheme(name, kind, location=location, parameter=parameter)
    if kind == "mutualTLS":
        reading.notify(place, "client certificates are not checked")
    return Scheme(name, kind)


def read_security(
    reading: Reading, root: Place, operation: Place, schemes: dict[str, Scheme]
) -> Security:
    """Read the requirements of an operation, or else those of the document."""
    owner = operation if operation.value.get("security") is not None else root
    requirements = [
        _requirement(item, schemes)
        for item in reading.items(owner, "security", "security")
    ]
    return Security(requirements)


def _requirement(place: Place, schemes: dict[str, Scheme]) -> Requirement:
    if not isinstance(place.value, dict):
        raise place.error("a security requirement is an object")
    for name in place.value:
        if name not in schemes:
            known = ", ".join(schemes) or "none"
            raise place.child(name).error(
                f"{name!r} is not among the security schemes of the components ({known})"
            )
    scopes = {
        name: tuple(map(str, value)) if isinstance(value, list) else ()
        for name, value in place.value.items()
    }
    return Requirement(tuple(schemes[name] for name in place.value), scopes)
