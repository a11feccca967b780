"""First of all: whether this is the API, the key opens it, and what an image costs."""

from __future__ import annotations

from contract_tests.contract.document import ACCOUNT, LIST, USAGE, Contract
from contract_tests.errors import NotJudgeable
from contract_tests.session import Session
from contract_tests.tape.exchange import Exchange, Expects, FailureKind, Json, Role

_GATEWAY = (502, 503, 504)


def run(session: Session) -> Exchange:
    """Read list, ledger and accounts once; learn prices; return the list.

    Raises NotJudgeable if nothing can be said about the contract.
    """
    images = session.read(LIST, probe="PAG-01", case="no parameters")
    if images.failure and images.failure.kind in (FailureKind.CONNECT, FailureKind.TLS):
        raise NotJudgeable(_cause((images,)))
    usage = session.read(USAGE, probe="PAG-01", case="no parameters")
    # Between two reads of the ledger, so that it can be held against them.
    account = session.read(ACCOUNT, probe="ACC-01", case="first look")
    first = (account, images, usage)
    known = any(_recognised(session.contract, each) for each in first)
    if not known and not _guarded(session, first):
        raise NotJudgeable(_cause(first))
    learn_prices(session, images)
    _sort_keys(session, account)
    return images


def learn_prices(session: Session, exchange: Exchange) -> None:
    """Learn what images cost from a page of images."""
    for row in _rows(exchange, "images"):
        cost, model = row.get("creditCost"), row.get("modelId")
        if (
            isinstance(cost, int)
            and not isinstance(cost, bool)
            and isinstance(model, str)
        ):
            session.budget.learn(model, cost)


def _rows(exchange: Exchange, name: str) -> list[dict[str, Json]]:
    rows = exchange.value.get(name)
    return (
        [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    )


def _recognised(contract: Contract, exchange: Exchange) -> bool:
    """Tell whether a reply can only be this API's, be it right or wrong.

    A good answer is; so is one that has most of its fields, and a refusal in the
    shape of the document that is none of the key.
    """
    if exchange.reply is None or exchange.operation is None:
        return False
    status, value = exchange.reply.status, exchange.value
    if status == 200:
        wanted = {
            ACCOUNT: {"userId", "email", "creditBalance"},
            LIST: {"images", "total", "limit", "offset"},
            USAGE: {"transactions", "total", "limit", "offset"},
        }[exchange.operation]
        return len(wanted & value.keys()) * 2 >= len(wanted)
    if status in (401, 403, 429, *_GATEWAY) or status < 400:
        return False
    error = value.get("error")
    return isinstance(error, dict) and isinstance(error.get("message"), str)


def _guarded(session: Session, first: tuple[Exchange, ...]) -> bool:
    """Tell whether replies that hold nothing of this API are guarded as this API is.

    They are 200 and called JSON with the key, and 401 in the shape of the document
    without it: then it is this API, and it is broken.
    """
    if any(each.reply is None or each.status != 200 for each in first):
        return False
    if any(each.reply and "json" not in each.reply.media_type for each in first):
        return False
    anonymous = session.read(
        ACCOUNT,
        probe="SEC-01",
        case="no credentials",
        role=Role.NOBODY,
        headers=(),
        expects=Expects.UNAUTHORIZED,
    )
    error = anonymous.value.get("error")
    return anonymous.status == 401 and isinstance(error, dict)


def _cause(first: tuple[Exchange, ...]) -> str:
    failure = next((each.failure for each in first if each.failure), None)
    statuses = {each.status for each in first}
    if failure and statuses == {None}:
        words = {
            FailureKind.CONNECT: "no connection to the target",
            FailureKind.TLS: "TLS failed (a certificate of your own: --insecure)",
            FailureKind.TIMEOUT: "the target does not answer in time",
        }
        return (
            f"{words.get(failure.kind, 'the target speaks no HTTP')}: {failure.message}"
        )
    account = first[0]
    status = account.status
    if statuses <= {401, 403, None}:
        return f"the API key was refused: account, list and usage answer {status}"
    if 429 in statuses and statuses <= {429, 401, None}:
        return "throttled: 429 to every request, however long it was waited"
    if statuses <= {*_GATEWAY, None}:
        return f"the target is down: it answers {status}"
    if any(status and 300 <= status < 400 for status in statuses):
        where = account.reply.header("location") if account.reply else None
        return f"the target redirects to {where or 'another place'}: it is not followed"
    if any(each.reply and "html" in each.reply.media_type for each in first):
        return "the target answers with HTML pages (a login page?), not with this API"
    return f"this is not the Get Images API: it answers {_seen(first)}"


def _seen(first: tuple[Exchange, ...]) -> str:
    return ", ".join(
        f"{each.request.path} with {each.status or 'nothing'}" for each in first
    )


def _sort_keys(session: Session, account: Exchange) -> None:
    """Look at the accounts of the other keys, and leave out what is no other account.

    Accounts that tell the same user but show different images are two accounts, of
    which one tells the other's user; that is for a clause to say.
    """
    mine = str(account.value.get("userId"))
    for role in (Role.SECOND, Role.POOR):
        if role not in session.settings.keys:
            continue
        user = _user(session, role)
        if user is None:
            session.skipped.add(role.value)
            session.note(f"key:{role}", f"the {role} key does not open an account")
        elif user == mine and _same_images(session, role):
            session.skipped.add(role.value)
            session.note(f"key:{role}", f"the {role} key is of the same account")


def _user(session: Session, role: Role) -> str | None:
    case = f"the {role} account"
    account = session.read(ACCOUNT, probe="ACC-01", case=case, role=role)
    user = account.value.get("userId")
    return str(user) if account.succeeded() else None


def _same_images(session: Session, role: Role) -> bool:
    pages = [
        session.read(LIST, probe="ACC-02", case="the same account?", role=each)
        for each in (Role.MAIN, role)
    ]
    totals = {str(each.value.get("total")) for each in pages}
    ids = [{str(row.get("id")) for row in _rows(each, "images")} for each in pages]
    return len(totals) == 1 and ids[0] == ids[1]
