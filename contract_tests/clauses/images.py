"""Images: what was asked for comes, is stored, is shown, and stays as it is."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from contract_tests.clauses.lists import LATEST, conforms
from contract_tests.contract.document import GENERATE, GET, LIST
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import (
    PICTURE,
    Evidence,
    Page,
    Purchase,
    Sighting,
    instant,
)
from contract_tests.judgement.findings import broken, held, obstacle, shown, unclear
from contract_tests.tape.exchange import Exchange, Expects, Json, Picture

_G = "/paths/~1api~1v1~1images~1generate/post"
_I = "/paths/~1api~1v1~1images~1{id}/get"
_P = "/components/schemas/GenerateImageRequest/properties"
_M = "/components/schemas/ImageMetadata/properties"
_BYTES = "/components/schemas/GeneratedImage/allOf/1/properties/b64_json"
_STORES = Source(f"{_G}/description", "stores the generation")

# Providers snap sizes: so far may a picture be off its ratio. What is off by more than the
# second is the picture of another ratio.
_SNAPPED = math.log(1.06)
_ANOTHER = math.log(1.2)
# Clocks differ; without a Date field nobody knows by how much.
_CLOCKS = 120.0
_UNKNOWN_CLOCK = 26 * 3600.0
_JPEG_NAMES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
}


def _echo(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.bought():
        wrong = next(_unlike(each), None)
        if wrong is None:
            yield held(each.exchange)
        else:
            name, wanted, observed, level = wrong
            yield broken(
                each.exchange,
                expected=f"{name} {_short(wanted, observed)}, as it was asked for",
                observed=f"{name} {_short(observed, wanted)}",
                level=level,
            )


def _unlike(each: Purchase) -> Iterator[tuple[str, Json, Json, Level | None]]:
    for name in ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel"):
        if name not in each.image:
            continue  # the schema tells
        wanted, observed = each.sent.get(name), each.image.get(name)
        if wanted == observed or (name == "aspectRatio" and wanted is None):
            continue
        if name == "style" and not wanted and observed in (None, ""):
            continue
        if name == "thinkingLevel" and {wanted, observed} <= {None, "default"}:
            # Not given and "default" may be one; a default that was asked for should show.
            if wanted is not None:
                yield name, wanted, observed, Level.SHOULD
            continue
        yield name, wanted, observed, None


def _short(value: Json, other: Json = None) -> str:
    """Return a value, a long text from where it first differs from the other."""
    text = repr(value)
    if len(text) <= 80:
        return text
    start = 0
    if isinstance(value, str) and isinstance(other, str):
        start = max(0, _first_difference(value, other) - 10)
        text = repr(value[start:])
    told = text if len(text) <= 80 else f"{text[:60]} ..."
    return f"{told} (from character {start} of {len(str(value))})"


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((place for place, (left, right) in pairs if left != right), shorter)


def _default_ratio(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.bought():
        if "aspectRatio" in each.sent or "aspectRatio" not in each.image:
            continue
        if each.image["aspectRatio"] == evidence.facts.default_ratio:
            yield held(each.exchange)
        else:
            yield broken(
                each.exchange,
                expected=f"aspectRatio {evidence.facts.default_ratio}, the default",
                observed=f"aspectRatio {each.image['aspectRatio']!r}",
            )


def _provider(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.images:
        model, provider = each.value.get("modelId"), each.value.get("providerId")
        if (
            not isinstance(model, str)
            or not isinstance(provider, str)
            or ":" not in model
        ):
            continue
        if provider == model.partition(":")[0]:
            yield held(each.exchange)
        else:
            yield broken(
                each.exchange,
                expected=f"providerId of {model}",
                observed=f"providerId {provider!r}",
            )


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


def _time(evidence: Evidence) -> Iterator[Finding]:
    clocks = _CLOCKS if evidence.skew is not None else _UNKNOWN_CLOCK
    skew = evidence.skew or 0.0
    for each in evidence.bought():
        created = instant(each.image.get("createdAt"))
        if created is None:
            continue
        exchange = each.exchange
        early = exchange.at + skew - created > clocks
        late = created - (exchange.ended + skew) > clocks
        if early or late:
            yield broken(
                exchange,
                expected="createdAt between request and reply",
                observed=f"createdAt {each.image.get('createdAt')}, {created - exchange.at - skew:+.0f} s",
            )
        else:
            yield held(exchange)


def _not_in_the_future(evidence: Evidence) -> Iterator[Finding]:
    clocks = _CLOCKS if evidence.skew is not None else _UNKNOWN_CLOCK
    skew = evidence.skew or 0.0
    for each in (*evidence.images, *evidence.transactions):
        created = instant(each.value.get("createdAt"))
        if created is None:
            continue
        if created - (each.exchange.ended + skew) > clocks:
            yield broken(
                each.exchange,
                expected="nothing is created in the future",
                observed=f"createdAt {each.value.get('createdAt')} of {each.id}",
            )
        else:
            yield held(each.exchange)


def _new_id(evidence: Evidence) -> Iterator[Finding]:
    seen: dict[str, Exchange] = {}
    listed = {
        each.id: each.exchange for each in evidence.images if each.position is not None
    }
    for each in evidence.purchases:
        before = seen.setdefault(each.id, each.exchange)
        older = listed.get(each.id)
        if before is not each.exchange:
            yield broken(
                each.exchange,
                before,
                expected="an id of its own",
                observed=f"{each.id}, the id of another image",
            )
        elif (
            older is not None
            and older.ended < each.exchange.at
            and any(
                sighting.exchange.ended < each.exchange.at
                for sighting in evidence.by_image[each.id]
            )
        ):
            first = evidence.by_image[each.id][0].exchange
            yield broken(
                each.exchange,
                first,
                expected="an id of its own",
                observed=f"{each.id}, which was there before",
            )
        else:
            yield held(each.exchange)


def _charge(evidence: Evidence) -> Iterator[Finding]:
    """Every sighting of a bought image tells the cost that was charged, or none."""
    charged = {each.id: each for each in evidence.purchases if each.charged is not None}
    for sighting in evidence.images:
        bought = charged.get(sighting.id)
        cost = sighting.value.get("creditCost")
        if bought is None or cost is None:
            continue
        if cost == bought.charged:
            yield held(sighting.exchange)
        else:
            yield broken(
                sighting.exchange,
                bought.exchange,
                expected=f"creditCost {bought.charged}, as it was charged",
                observed=f"creditCost {cost}",
            )


def _stored(evidence: Evidence) -> Iterator[Finding]:
    """Every bought image can be read; a late one is no breach, a lost one is."""
    for each in evidence.bought():
        reads = [
            read
            for read in evidence.last_attempts
            if read.operation == GET
            and read.role is each.exchange.role
            and read.intent.expects is Expects.SUCCESS
            and read.request.path.rpartition("/")[2].lower() == each.id
            and read.number > each.exchange.number
        ]
        missing = [read for read in reads if read.status == 404]
        there = [read for read in reads if read.status == 200]
        lost = [
            read for read in missing if any(one.number < read.number for one in there)
        ]
        late = [read for read in missing if read.at - each.exchange.ended > LATEST]
        if lost and lost[-1] is reads[-1]:
            yield broken(
                lost[-1],
                each.exchange,
                expected="the image, which was there before",
                observed="404",
            )
        elif missing and (late or not there) and missing[-1] is reads[-1]:
            yield broken(
                missing[-1],
                each.exchange,
                expected="the image that was bought",
                observed="404",
            )
        elif there:
            yield held(*there)
        elif reads:
            yield unclear(*reads, reason=shown(reads[-1]))


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


def _never_changes(evidence: Evidence) -> Iterator[Finding]:
    for sightings in evidence.by_image.values():
        yield from unchanged(sightings, "image", ("b64_json", "creditCost"))


def unchanged(
    sightings: list[Sighting], noun: str, left_out: tuple[str, ...]
) -> Iterator[Finding]:
    """Judge that all sightings of one thing show the same fields with the same values.

    Fields that the first does not have are left out: a reply may show more than another.
    """
    first = sightings[0]
    for each in sightings[1:]:
        for name, value in first.value.items():
            if name in left_out or name not in each.value:
                continue
            if not same(name, value, each.value[name]):
                yield broken(
                    each.exchange,
                    first.exchange,
                    expected=f"{name} {_short(value, each.value[name])}, as before",
                    observed=f"{name} {_short(each.value[name], value)} ({noun} {each.id})",
                )
                return
    if len(sightings) > 1:
        yield held(
            *{each.exchange.number: each.exchange for each in sightings}.values()
        )


def same(name: str, one: Json, other: Json) -> bool:
    """Tell whether two values of a field are the same thing in other words, perhaps."""
    if one == other:
        return True
    if (
        name in ("id", "referenceId")
        and isinstance(one, str)
        and isinstance(other, str)
    ):
        return one.lower() == other.lower()
    if name == "style":
        return not one and not other
    if name == "createdAt":
        moments = instant(one), instant(other)
        if None in moments or moments[0] is None or moments[1] is None:
            return False
        digits = min(_digits(one), _digits(other))
        # Replies may be written with other precision, cut off or rounded.
        return abs(moments[0] - moments[1]) < (
            10.0**-digits if _digits(one) != _digits(other) else 1e-6
        )
    return False


def _digits(value: Json) -> int:
    match = re.search(r"\.(\d+)", str(value))
    return len(match.group(1)) if match else 0


def _listed(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.bought():
        role = each.exchange.role
        pages = [
            page
            for page in evidence.pages(LIST, role)
            if page.exchange.number > each.exchange.number
        ]
        if not pages:
            continue
        found = [
            page
            for page in pages
            if any(str(row.get("id")).lower() == each.id for row in page.rows)
        ]
        if found:
            yield held(found[0].exchange)
            continue
        final = [page for page in pages if page.total == pages[-1].total]
        places = {position for page in final for position, _ in page.at()}
        if set(range(pages[-1].total)) <= places or _both_ends(final, pages[-1].total):
            yield broken(
                pages[-1].exchange,
                each.exchange,
                expected=f"the image {each.id} in the list",
                observed="it is in none of the pages",
            )
        else:
            yield unclear(
                pages[-1].exchange, reason="the list was too long to be read to its end"
            )


def _both_ends(pages: list[Page], total: int) -> bool:
    places = {position for page in pages for position, _ in page.at()}
    return {0, total - 1} <= places


def _get_whole(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.last_attempts:
        if (
            exchange.operation != GET
            or exchange.request.query
            or exchange.intent.expects is not Expects.SUCCESS
        ):
            continue
        if exchange.status == 200 and exchange.reply and exchange.reply.has_json:
            image = exchange.value.get("image")
            if isinstance(image, dict) and isinstance(image.get("b64_json"), str):
                yield held(exchange)
            elif isinstance(image, dict):
                yield broken(
                    exchange,
                    expected="b64_json, as no format was asked for",
                    observed="no b64_json",
                )
        elif (reason := obstacle(exchange)) is not None:
            yield unclear(exchange, reason=reason)
        elif exchange.intent.probe == "GET-01" and exchange.status is not None:
            yield from _not_readable(evidence, exchange)


def _not_readable(evidence: Evidence, exchange: Exchange) -> Iterator[Finding]:
    identity = exchange.request.path.rpartition("/")[2].lower()
    listed = [
        each
        for each in evidence.by_image.get(identity, [])
        if each.position is not None
    ]
    free = any(not each.value.get("creditCost") for each in listed)
    if exchange.status == 404 and free:
        yield unclear(
            exchange,
            reason="an image of the list that was free, so perhaps a failed one",
        )
    elif exchange.status is not None and exchange.status < 500:
        yield broken(
            exchange,
            expected="an image of the list can be read",
            observed=shown(exchange),
        )


def _get_metadata(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.last_attempts:
        if (
            exchange.operation != GET
            or exchange.request.query.get("format") != "metadata"
        ):
            continue
        image = exchange.value.get("image")
        if exchange.status == 200 and isinstance(image, dict):
            if exchange.pictures or image.get("b64_json") is not None:
                yield broken(
                    exchange,
                    expected="no bytes, as format=metadata was asked for",
                    observed="b64_json is there",
                )
            elif "b64_json" in image:
                yield broken(
                    exchange,
                    expected="no b64_json",
                    observed="b64_json: null",
                    level=Level.SHOULD,
                )
            else:
                yield held(exchange)
        elif (
            exchange.intent.probe == "GET-02"
            and exchange.status not in (None, 200)
            and obstacle(exchange) is None
        ):
            yield from _not_readable(evidence, exchange)


def _right_image(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.good(GET):
        image = exchange.value.get("image")
        asked = exchange.request.path.rstrip("/").rpartition("/")[2].lower()
        if not isinstance(image, dict) or "id" not in image:
            continue
        identity = str(image["id"]).lower()
        if identity == asked or (
            exchange.intent.expects is Expects.ANYTHING and asked.startswith(identity)
        ):
            yield held(exchange)
        else:
            yield broken(
                exchange,
                expected=f"the image {asked[:60]}",
                observed=f"the image {identity}",
            )


def _not_found(probe: str, what: str) -> Callable[[Evidence], Iterator[Finding]]:
    def judge(evidence: Evidence) -> Iterator[Finding]:
        for exchange in evidence.probes(probe):
            if exchange.intent.expects is not Expects.NOT_FOUND:
                continue
            status = exchange.status
            if status == 404:
                yield held(exchange)
            elif (
                exchange.failure is None
                and status is not None
                and 400 <= status < 500
                and _other_words(exchange)
            ):
                yield unclear(exchange, reason=f"refused with {status}")
            elif (
                reason := obstacle(exchange)
            ) is not None and exchange.failure is None:
                yield unclear(exchange, reason=reason)
            else:
                yield broken(
                    exchange, expected=f"404 for {what}", observed=shown(exchange)
                )

    return judge


def _other_words(exchange: Exchange) -> bool:
    """Tell whether another refusal is a matter for the clause on statuses alone."""
    malformed = exchange.intent.subject == "path.id" or exchange.intent.probe == "GET-F"
    return malformed and exchange.status in (400, 405, 414)


def _anything(probe: str, *, info: bool) -> Callable[[Evidence], Iterator[Finding]]:
    def judge(evidence: Evidence) -> Iterator[Finding]:
        for exchange in evidence.probes(probe):
            if exchange.failure or (exchange.status or 0) >= 500:
                yield broken(
                    exchange, expected="no server error", observed=shown(exchange)
                )
            elif info and exchange.status != 200:
                yield broken(
                    exchange, expected="either is allowed", observed=shown(exchange)
                )
            else:
                yield held(exchange)

    return judge


CLAUSES = (
    Clause(
        "GEN-P02",
        "An image tells the prompt, model, ratio, style and thinking level that were asked for.",
        (Source("/components/schemas/ImageMetadata/required", '"prompt","modelId"'),),
        Level.DERIVED,
        _echo,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P03",
        "Without aspectRatio an image has the default ratio.",
        (Source(f"{_P}/aspectRatio/default", "1:1"),),
        Level.DERIVED,
        _default_ratio,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P04",
        "providerId is the part of modelId before the colon.",
        (
            Source(f"{_M}/providerId/enum", '["openai","google"]'),
            Source(f"{_M}/modelId/enum", '"openai:gpt-image-2"'),
        ),
        Level.DERIVED,
        _provider,
    ),
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
        (Source(f"{_P}/aspectRatio/enum", '"21:9"'),),
        Level.SHOULD,
        _ratio,
    ),
    Clause(
        "GEN-P07",
        "createdAt of a new image is the time of its request.",
        (Source(f"{_M}/createdAt/format", "date-time"),),
        Level.DERIVED,
        _time,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P08",
        "Every image has an id of its own.",
        (Source(f"{_M}/id/format", "uuid"),),
        Level.DERIVED,
        _new_id,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P09",
        "creditCost is what was charged, wherever it is told.",
        (
            Source(f"{_M}/creditCost", '"minimum":0'),
            Source("/components/schemas/CreditCharge/required", '"charged"'),
        ),
        Level.DERIVED,
        _charge,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P12",
        "A bought image can be read by its id, and goes on to be there.",
        (_STORES,),
        Level.MUST,
        _stored,
        needs=(Need.BUDGET,),
        requests=16,
    ),
    Clause(
        "GEN-P13",
        "A bought image is in the list.",
        (
            _STORES,
            Source(
                "/paths/~1api~1v1~1images/get/description",
                "the caller's generated images",
            ),
        ),
        Level.MUST,
        _listed,
        needs=(Need.BUDGET,),
        requests=3,
    ),
    Clause(
        "GEN-R01",
        "A generated image has the form that the document gives it.",
        (
            Source(
                "/components/schemas/GenerateImageResponse/required",
                '["image","credits"]',
            ),
            Source(
                "/components/schemas/GeneratedImage/allOf/1/required", '["b64_json"]'
            ),
        ),
        Level.MUST,
        conforms(GENERATE),
        needs=(Need.BUDGET,),
    ),
    Clause(
        "IMG-01",
        "The metadata of an image are the same wherever they are told, and never change.",
        (_STORES, Source(f"{_I}/description", "Returns one generated image.")),
        Level.DERIVED,
        _never_changes,
    ),
    Clause(
        "IMG-02",
        "Nothing is created in the future.",
        (
            Source(f"{_M}/createdAt/format", "date-time"),
            Source(
                "/components/schemas/CreditTransaction/properties/createdAt/format",
                "date-time",
            ),
        ),
        Level.DERIVED,
        _not_in_the_future,
    ),
    Clause(
        "GET-01",
        "By default an image comes with its bytes.",
        (
            Source(
                f"{_I}/description",
                "By default the response includes inline base64 image bytes.",
            ),
        ),
        Level.MUST,
        _get_whole,
        requests=3,
    ),
    Clause(
        "GET-02",
        "With format=metadata an image comes without bytes.",
        (
            Source(
                f"{_I}/parameters/1/description",
                "Pass metadata to omit b64_json from the response.",
            ),
        ),
        Level.MUST,
        _get_metadata,
        requests=3,
    ),
    Clause(
        "GET-03",
        "The image that comes is the one that was asked for.",
        (Source(f"{_I}/parameters/0/name", "id"),),
        Level.DERIVED,
        _right_image,
    ),
    Clause(
        "GET-04",
        "An unknown id is answered with 404.",
        (Source(f"{_I}/responses/404/description", "Error response"),),
        Level.MUST,
        _not_found("GET-04", "an id that nobody has"),
        requests=2,
    ),
    Clause(
        "GET-05",
        "An id that is no UUID is answered with 404.",
        (
            Source(f"{_I}/parameters/0/schema/format", "uuid"),
            Source(f"{_I}/responses/404/description", "Error response"),
        ),
        Level.MUST,
        _not_found("GET-05", "an id that is no UUID"),
        needs=(Need.STANDARD,),
        requests=6,
    ),
    Clause(
        "GET-06",
        "A format that the document does not list is no server error.",
        (Source(f"{_I}/parameters/1/schema/enum", '["metadata"]'),),
        Level.INFO,
        _anything("GET-06", info=False),
        needs=(Need.STANDARD,),
        requests=1,
    ),
    Clause(
        "GET-07",
        "The bytes of an image are the same whenever they are read.",
        (_STORES, Source(f"{_I}/description", "Returns one generated image.")),
        Level.DERIVED,
        _same_bytes,
    ),
    Clause(
        "GET-08",
        "Whether an id is read in capitals.",
        (Source("", "RFC 9562, section 4"),),
        Level.INFO,
        _anything("GET-08", info=True),
        needs=(Need.DEEP,),
        requests=1,
    ),
    Clause(
        "GET-10",
        "What stands behind an id makes no server error.",
        (Source(f"{_I}/parameters/0/in", "path"),),
        Level.SHOULD,
        _anything("GET-10", info=False),
        needs=(Need.STANDARD,),
        requests=3,
    ),
    Clause(
        "GET-F",
        "Ids that Schemathesis generates and that are no UUIDs are answered with 404.",
        (Source(f"{_I}/parameters/0/schema/format", "uuid"),),
        Level.MUST,
        _not_found("GET-F", "an id that is no UUID"),
        needs=(Need.STANDARD,),
        requests=5,
    ),
    Clause(
        "GET-R01",
        "An image that is read has the form that the document gives it.",
        (
            Source("/components/schemas/GetImageResponse/required", '["image"]'),
            Source("/components/schemas/ImageMetadata/required", '"mediaType"'),
        ),
        Level.MUST,
        conforms(GET),
    ),
)
