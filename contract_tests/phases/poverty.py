"""An account that cannot pay for an image asks for one."""

from __future__ import annotations

from contract_tests.bookkeeping import balance_of
from contract_tests.contract.document import ACCOUNT, LIST
from contract_tests.session import Session
from contract_tests.tape.exchange import Role

PROBE = "GEN-P16"


def run(session: Session) -> None:
    """Let the poor account ask for the dearest image, if it cannot pay for it.

    It is asked only when its balance is below a price that was seen.
    """
    if not session.has(Role.POOR) or session.settings.read_only:
        return
    before = session.read(ACCOUNT, probe=PROBE, case="before", role=Role.POOR)
    balance = balance_of(before)
    prices = session.budget.prices
    too_dear = [
        model
        for model, price in prices.items()
        if balance is not None and price > balance
    ]
    if not too_dear:
        session.note(
            PROBE, "the poor account could pay for every model whose price is known"
        )
        return
    models = sorted(too_dear, key=lambda each: prices[each])
    for model in models[:1]:
        body = {"prompt": session.prompt(), "modelId": model}
        session.refuse(
            dict(body),
            probe=PROBE,
            case=f"{model} for {balance} credits",
            role=Role.POOR,
        )
    session.read(ACCOUNT, probe=PROBE, case="after", role=Role.POOR)
    session.read(LIST, probe=PROBE, case="after", role=Role.POOR)
