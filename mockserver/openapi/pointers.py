"""JSON pointers (RFC 6901), as strings: the name of every place in a document."""

from __future__ import annotations

from urllib.parse import quote, unquote


def child(pointer: str, token: str | int) -> str:
    """Return the pointer to a member (by name) or an item (by index)."""
    text = str(token)
    if "~" in text or "/" in text:
        text = text.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{text}"


def tokens(pointer: str) -> list[str]:
    """Take a pointer apart; the empty pointer, the whole document, has none."""
    if not pointer:
        return []
    return [
        part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")
    ]


def from_fragment(fragment: str) -> str:
    """Return the pointer in a URI fragment, percent-decoded (RFC 6901, section 6)."""
    return unquote(fragment)


def to_fragment(pointer: str) -> str:
    """Return the pointer as a URI fragment without its ``#`` (RFC 6901, section 6)."""
    return quote(pointer, safe="/~!$&'()*+,;=:@")
