"""An account that cannot pay for an image asks for one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from contract_tests.bookkeeping import balance_of
from contract_tests.contract.document import ACCOUNT, LIST, USAGE
from contract_tests.session import Session
from contract_tests.tape.exchange import Exchange, Json, Role

PROBE = "GEN-P16"


def run(session: Session, listed: Exchange | None) -> None:
    """Let the poor account ask for an image that it cannot pay for.

    It asks for what was bought in this run, or else stands in the history, for more than
    it has: prices may depend on options, so the options are the same.
    """
    if not session.has(Role.POOR) or session.settings.read_only:
        return
    before = session.read(ACCOUNT, probe=PROBE, case="before", role=Role.POOR)
    balance = balance_of(before)
    offers = _bought(session) or _of_the_history(listed)
    too_dear = [
        each for each in offers if balance is not None and each.credits > balance
    ]
    if not too_dear:
        session.note(
            PROBE, "the poor account could pay for every image whose price is known"
        )
        return
    wanted = min(too_dear, key=lambda each: each.credits)
    body = dict(wanted.body) | {"prompt": session.prompt()}
    case = f"{body['modelId']}, last {wanted.credits} credits, for {balance}"
    session.refuse(body, probe=PROBE, case=case, role=Role.POOR)
    session.read(ACCOUNT, probe=PROBE, case="after", role=Role.POOR)
    for operation in (LIST, USAGE):
        session.read(operation, probe=PROBE, case="after", role=Role.POOR)


@dataclass(frozen=True, slots=True)
class _Offer:
    """An image that was had for so many credits, and how it was asked for."""

    body: dict[str, Json]
    credits: int


def _bought(session: Session) -> list[_Offer]:
    found = []
    for each in session.bought:
        credits, body = each.value.get("credits"), each.request.body
        charged = credits.get("charged") if isinstance(credits, dict) else None
        if isinstance(charged, int) and isinstance(body, dict) and body.get("modelId"):
            found.append(_Offer(body, charged))
    return found


def _of_the_history(listed: Exchange | None) -> list[_Offer]:
    """Return what the newest images of each kind cost: older prices may be others."""
    rows = listed.value.get("images") if listed else None
    newest: dict[str, _Offer] = {}
    for row in rows if isinstance(rows, list) else []:
        cost = row.get("creditCost") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(cost, int):
            continue
        body = {
            name: row[name]
            for name in ("modelId", "aspectRatio", "style", "thinkingLevel")
            if row.get(name)
        }
        if isinstance(body.get("modelId"), str):
            newest.setdefault(json.dumps(body, sort_keys=True), _Offer(body, cost))
    return list(newest.values())
