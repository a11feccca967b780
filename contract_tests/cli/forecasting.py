"""`contract-tests run --dry-run`: what a run would take."""

from __future__ import annotations

import sys

from contract_tests.cli.output import Output
from contract_tests.run import forecast
from contract_tests.settings import Settings


def print_forecast(settings: Settings, output: Output) -> int:
    """Print requests, images and credits of each phase at most; return 0."""
    lines, price = forecast(settings)
    rows = [(each.phase, each.requests, each.images, each.credits) for each in lines]
    total = (
        "at most",
        sum(each.requests for each in lines),
        sum(each.images for each in lines),
        min(settings.max_credits, sum(each.credits for each in lines)),
    )
    width = max(len(row[0]) for row in rows)
    if not output.quiet:
        sys.stdout.write(f"{'phase':{width}}  requests  images  credits\n")
    for name, requests, images, credits in [*([] if output.quiet else rows), total]:
        sys.stdout.write(f"{name:{width}}  {requests:8}  {images:6}  {credits:7}\n")
    if settings.max_credits and price is None:
        sys.stdout.write(
            "No image in the account's history tells a price: the first one may cost all"
            " that is granted. --assume-cost N says what one costs at most.\n"
        )
    elif settings.max_credits:
        sys.stdout.write(
            f"An image is reckoned with {price} credits, as the dearest one seen.\n"
        )
    sys.stdout.write(
        "Requests that have to be sent again after a 429 are not counted.\n"
    )
    return 0
