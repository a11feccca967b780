"""Isolation: an account sees its own images and transactions, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.contract.document import ACCOUNT, GET, LIST, USAGE
from contract_tests.judgement.clause import Clause, Finding, Level, Need, Source
from contract_tests.judgement.evidence import Evidence, Sighting
from contract_tests.judgement.findings import broken, held, obstacle, shown, unclear
from contract_tests.tape.exchange import Exchange, Expects, Role

# A text of so many characters is not in a reply by chance.
_LONG = 8

_CALLERS = (
    Source("/paths/~1api~1v1~1images/get/description", "the caller's generated images"),
    Source(
        "/paths/~1api~1v1~1usage/get/description", "credit transactions for the caller"
    ),
    Source("/paths/~1api~1v1~1account/get/description", "the caller's user ID"),
)


def _tells(exchange: Exchange, images: list[Sighting]) -> str | None:
    """Return the name of a text of the image that a refusal repeats."""
    told = (
        f"{exchange.reply.text or ''} {exchange.reply.body}" if exchange.reply else ""
    )
    for name in ("prompt", "createdAt"):
        texts = {str(each.value.get(name)) for each in images}
        if any(len(text) >= _LONG and text in told for text in texts):
            return name
    return None


def _foreign_image(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.probes("SEC-11"):
        if exchange.intent.expects is not Expects.NOT_FOUND:
            continue
        identity = exchange.request.path.rpartition("/")[2].lower()
        owner = [
            each
            for each in evidence.by_image.get(identity, [])
            if each.exchange.role is not exchange.role
            and each.exchange.operation == GET
        ]
        if exchange.status == 200:
            yield broken(
                exchange,
                expected="404: the image is another account's",
                observed="200, the image is shown",
            )
        elif exchange.status == 404 and (told := _tells(exchange, owner)):
            yield broken(
                exchange,
                expected="404, and nothing of the other account's image",
                observed=f"404, and its {told}",
            )
        elif exchange.status == 404 and owner:
            yield held(exchange)
        elif exchange.status == 404:
            yield unclear(exchange, reason="its owner was not seen to read it either")
        elif obstacle(exchange) is not None:
            yield unclear(exchange, reason=shown(exchange))
        else:
            yield broken(exchange, expected="404", observed=shown(exchange))


def _lists_apart(evidence: Evidence) -> Iterator[Finding]:
    for operation, sightings in (
        (LIST, evidence.images),
        (USAGE, evidence.transactions),
    ):
        owners: dict[str, Sighting] = {}
        same = _same_accounts(evidence)
        rows = [
            each
            for each in sightings
            if each.exchange.operation == operation and each.exchange.role not in same
        ]
        roles = {each.exchange.role for each in rows}
        for each in rows:
            first = owners.setdefault(each.id, each)
            if first.exchange.role is not each.exchange.role:
                yield broken(
                    each.exchange,
                    first.exchange,
                    expected="each account is shown its own rows alone",
                    observed=f"{each.id} is in the lists of both accounts",
                )
                break
        else:
            if len(roles) > 1:
                yield held(rows[-1].exchange)


def _ledgers_apart(evidence: Evidence) -> Iterator[Finding]:
    """Look for transactions that refer to what only another account has."""
    owners = {
        each.id: each.exchange.role
        for each in evidence.images
        if each.exchange.operation == LIST or each.exchange.request.method == "POST"
    }
    same = _same_accounts(evidence)
    for row in evidence.transactions:
        if row.exchange.role in same:
            continue
        owner = owners.get(str(row.value.get("referenceId")).lower())
        if owner is not None and owner is not row.exchange.role:
            yield broken(
                row.exchange,
                expected="a ledger with the account's own images alone",
                observed=f"a transaction of an image of the {owner} account",
            )
            return


def _isolated(evidence: Evidence) -> Iterator[Finding]:
    yield from _foreign_image(evidence)
    yield from _lists_apart(evidence)
    yield from _ledgers_apart(evidence)


def _accounts_differ(evidence: Evidence) -> Iterator[Finding]:
    first: dict[Role, Exchange] = {}
    for exchange in evidence.good(ACCOUNT):
        known = first.setdefault(exchange.role, exchange)
        changed = [
            name
            for name in ("userId", "email")
            if exchange.value.get(name) != known.value.get(name)
        ]
        if changed:
            yield broken(
                exchange,
                known,
                expected=f"{changed[0]} stays what it is",
                observed=f"it was {known.value.get(changed[0])!r}, now it is {exchange.value.get(changed[0])!r}",
            )
        elif exchange is not known:
            yield held(exchange)
    users: dict[str, Exchange] = {}
    given = {Role(each) for each in evidence.run.roles} - _same_accounts(evidence)
    for role, exchange in first.items():
        if role not in given:
            continue
        other = users.setdefault(str(exchange.value.get("userId")), exchange)
        if other is not exchange:
            yield broken(
                exchange,
                other,
                expected="two accounts with two user IDs",
                observed=f"the {role} account tells the user ID of the {other.role} account",
            )


def _same_accounts(evidence: Evidence) -> set[Role]:
    return {
        Role(note.probe.removeprefix("key:"))
        for note in evidence.tape.notes
        if note.probe.startswith("key:")
    }


CLAUSES = (
    Clause(
        "SEC-11",
        "An account sees its own images and transactions alone.",
        _CALLERS,
        Level.MUST,
        _isolated,
        needs=(Need.SECOND_KEY,),
        requests=8,
    ),
    Clause(
        "ACC-02",
        "An account's user ID and email stay what they are, and no two accounts share a user ID.",
        (_CALLERS[2],),
        Level.DERIVED,
        _accounts_differ,
    ),
)
