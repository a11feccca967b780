"""Pictures: base64, whole, of the type and ratio that is told, always the same."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from contract_tests.clauses.places import GET_AT, LIST_AT, REQUEST_FIELDS, STORES
from contract_tests.contract.document import (
    LIST,
)
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Source,
)
from contract_tests.judgement.evidence import (
    PICTURE,
    Evidence,
)
from contract_tests.judgement.findings import (
    broken,
    held,
)
from contract_tests.tape.exchange import (
    Exchange,
    Picture,
)

_BYTES = "/components/schemas/GeneratedImage/allOf/1/properties/b64_json"


# Providers snap sizes: so far may a picture be off its ratio. What is off by more than the
# second is the picture of another ratio.
_SNAPPED = math.log(1.06)


_ANOTHER = math.log(1.2)


_JPEG_NAMES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
}


def _bytes(evidence: Evidence) -> Iterator[Finding]:
    for exchange, picture in _pictures(evidence):
        problem = picture.encoding_problem or picture.picture_problem
        if problem:
            yield broken(
                exchange,
                expected="the whole bytes of a picture in base64",
                observed=problem,
            )
            continue
        image = exchange.value.get("image")
        told = image.get("mediaType") if isinstance(image, dict) else None
        if not isinstance(told, str):
            continue
        name = told.partition(";")[0].strip().lower()
        if not name.startswith("image/"):
            yield broken(
                exchange,
                expected="a mediaType of image/*",
                observed=f"mediaType {told!r}",
            )
        elif picture.media_type and _JPEG_NAMES.get(name, name) != picture.media_type:
            yield broken(
                exchange,
                expected=f"bytes of {told}, as mediaType says",
                observed=f"bytes of {picture.media_type}",
            )
        elif name in _JPEG_NAMES:
            yield broken(
                exchange, expected=_JPEG_NAMES[name], observed=told, level=Level.SHOULD
            )
        else:
            yield held(exchange)


def _pictures(evidence: Evidence) -> Iterator[tuple[Exchange, Picture]]:
    for exchange in evidence.exchanges:
        picture = exchange.pictures.get(PICTURE)
        metadata = exchange.request.query.get("format") == "metadata"
        if picture and exchange.status == 200 and not metadata:
            yield exchange, picture


def _ratio(evidence: Evidence) -> Iterator[Finding]:
    for exchange, picture in _pictures(evidence):
        image = exchange.value.get("image")
        told = image.get("aspectRatio") if isinstance(image, dict) else None
        match = re.fullmatch(r"(\d+):(\d+)", told) if isinstance(told, str) else None
        if not match or not picture.width or not picture.height:
            continue
        wanted = int(match.group(1)) / int(match.group(2))
        off = abs(math.log(picture.width / picture.height / wanted))
        # The smallest pictures have too few pixels for a ratio.
        allowed = _SNAPPED if min(picture.width, picture.height) >= 16 else _ANOTHER
        if off <= allowed:
            yield held(exchange)
            continue
        yield broken(
            exchange,
            expected=f"a picture of {told}",
            observed=f"{picture.width} by {picture.height} pixels",
            level=Level.DERIVED if off > _ANOTHER else Level.SHOULD,
        )


def _same_bytes(evidence: Evidence) -> Iterator[Finding]:
    first: dict[str, tuple[str, Exchange]] = {}
    for exchange, picture in _pictures(evidence):
        image = exchange.value.get("image")
        identity = str(image.get("id")).lower() if isinstance(image, dict) else ""
        if not picture.sha256:
            continue
        digest, known = first.setdefault(identity, (picture.sha256, exchange))
        if known is exchange:
            continue
        if digest == picture.sha256:
            yield held(exchange, known)
        else:
            yield broken(
                exchange,
                known,
                expected="the same bytes as before",
                observed=f"other bytes ({picture.size} bytes, {picture.width} by {picture.height})",
            )


def _no_bytes(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.good(LIST):
        paths = [path for path, _ in exchange.reply.pictures] if exchange.reply else []
        if paths:
            yield broken(
                exchange,
                expected="metadata without image bytes",
                observed=f"bytes at {paths[0]}",
            )
        else:
            yield held(exchange)


CLAUSES = (
    Clause(
        "GEN-P05",
        "b64_json is base64 of a whole picture of the type that mediaType says.",
        (
            Source(f"{_BYTES}/contentEncoding", "base64"),
            Source(f"{_BYTES}/description", "Base64-encoded image bytes."),
        ),
        Level.MUST,
        _bytes,
    ),
    Clause(
        "GEN-P06",
        "A picture has the ratio that was asked for.",
        (Source(f"{REQUEST_FIELDS}/aspectRatio/enum", '"21:9"'),),
        Level.SHOULD,
        _ratio,
    ),
    Clause(
        "GET-07",
        "The bytes of an image are the same whenever they are read.",
        (STORES, Source(f"{GET_AT}/description", "Returns one generated image.")),
        Level.DERIVED,
        _same_bytes,
    ),
    Clause(
        "LST-11",
        "A list of images has no image bytes.",
        (Source(f"{LIST_AT}/description", "Base64 image bytes are not included."),),
        Level.MUST,
        _no_bytes,
    ),
)
