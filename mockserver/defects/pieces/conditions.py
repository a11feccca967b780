"""When a defect shows: conditions on an occasion, to be combined."""

from __future__ import annotations

import re

from mockserver.defects.pieces.around import When
from mockserver.defects.pieces.occasion import Occasion

GENERATE = "generateImage"
LIST = "listImages"
GET = "getImage"
ACCOUNT = "getAccount"
USAGE = "listUsage"
LISTS = (LIST, USAGE)
READS = (LIST, GET, ACCOUNT, USAGE)
OPERATIONS = (GENERATE, *READS)

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def always(occasion: Occasion) -> bool:
    """Hold for every request, also those that no operation answers."""
    return True


def on(*operations: str) -> When:
    """Hold for these operations."""
    return lambda it: it.operation in operations


def both(*conditions: When) -> When:
    """Hold when all conditions hold."""
    return lambda it: all(condition(it) for condition in conditions)


def either(*conditions: When) -> When:
    """Hold when one of the conditions holds."""
    return lambda it: any(condition(it) for condition in conditions)


def unless(condition: When) -> When:
    """Hold when the condition does not."""
    return lambda it: not condition(it)


def ok(occasion: Occasion) -> bool:
    """Hold for successful replies."""
    return occasion.ok


def status(*statuses: int) -> When:
    """Hold for replies with one of these statuses."""
    return lambda it: it.status in statuses


def tenant(*names: str) -> When:
    """Hold for the accounts of these well-known keys (good, second, poor)."""
    return lambda it: it.tenant in names


def nth(number: int) -> When:
    """Hold for the nth request of its operation."""
    return lambda it: it.nth == number


def every(number: int) -> When:
    """Hold for each nth request of its operation."""
    return lambda it: it.nth % number == 0


def from_request(number: int) -> When:
    """Hold from the nth request of all on."""
    return lambda it: it.number >= number


def after_error(occasion: Occasion) -> bool:
    """Hold once any request was refused."""
    return occasion.errors > 0


def after_purchases(number: int) -> When:
    """Hold once so many images were bought."""
    return lambda it: it.bought >= number


def asks(**values: object) -> When:
    """Hold when the body that was sent has these values (None: is left out)."""

    def holds(it: Occasion) -> bool:
        sent = it.sent
        return isinstance(sent, dict) and all(
            sent.get(name) == value for name, value in values.items()
        )

    return holds


def has_query(name: str, value: str | None = None) -> When:
    """Hold when the query has a parameter, or one with this value."""
    if value is None:
        return lambda it: name in it.query
    return lambda it: it.query.get(name) == value


def names_a_uuid(occasion: Occasion) -> bool:
    """Hold for paths whose id is a UUID, whether an image has it or not."""
    return bool(_UUID.fullmatch(occasion.path_id))


def sends_no_json(occasion: Occasion) -> bool:
    """Hold for requests with a body that is no JSON, or null."""
    return occasion.sent is None and bool(occasion.request.content)


def percent_encoded(occasion: Occasion) -> bool:
    """Hold for paths with an escape by percent."""
    return "%" in occasion.request.path


def past_the_end(occasion: Occasion) -> bool:
    """Hold for successful pages that begin behind the last row of a list."""
    return occasion.ok and 0 < occasion.body["total"] <= occasion.body["offset"]


def names_a_new_image(occasion: Occasion) -> bool:
    """Hold for paths whose id is of an image that the caller bought."""
    return occasion.path_id.lower() in occasion.ids


def first_of_its_id(occasion: Occasion) -> bool:
    """Hold for the first request with its id, of those for which this is asked."""
    return bool(
        occasion.memory.setdefault(occasion.path_id, occasion.number) == occasion.number
    )


def first_page(occasion: Occasion) -> bool:
    """Hold for lists that are read from their beginning."""
    return occasion.operation in LISTS and occasion.query.get("offset", "0") == "0"


def later_page(occasion: Occasion) -> bool:
    """Hold for lists that are read from an offset on."""
    return occasion.operation in LISTS and not first_page(occasion)


metadata_form: When = both(on(GET), has_query("format", "metadata"))
"""Holds for getImage with ``format=metadata``."""

bytes_form: When = both(on(GET), unless(has_query("format", "metadata")))
"""Holds for getImage without a format."""
