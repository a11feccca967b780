"""The covering array: a few images that between them show everything.

Each row differs from the others in several things at once, so that every model,
ratio, thinking level, style and kind of prompt is bought at least once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

from contract_tests.contract.document import ACCOUNT, GET, USAGE
from contract_tests.session import Query, Session, image_of
from contract_tests.tape.exchange import Exchange, Json, Role

_MOST_ROWS = 8
LATER = 5
"""After so many images, one of each model, the balance is read once more."""
_MOST_SECONDS_OPINIONS = 3
_UNUSUAL = "line\nbreak, \"quotes\" and 'those', <b>&amp;</b>, back\\slash, 1+1=2 %41, \t\u05e9\u05dc\u05d5\u05dd é e\u0301 \ufb01 \u2460 日本 👩‍🚀 "
_STYLES = ("watercolour", "Ölmalerei, 油画 🎨", "pencil, 3B")


@dataclass(frozen=True, slots=True)
class Row:
    """One image to buy: what is asked for, and the classes of input it stands for."""

    case: str
    model: str
    ratio: str | None
    prompt: str
    kind: str
    """What is special about the prompt."""
    thinking: str | None = None
    style: str | None = None
    role: Role = Role.MAIN
    probe: str = "GEN-P01"

    def body(self) -> dict[str, Json]:
        """Return the body that asks for it."""
        body: dict[str, Json] = {"prompt": self.prompt, "modelId": self.model}
        if self.ratio is not None:
            body["aspectRatio"] = self.ratio
        if self.style is not None:
            body["style"] = self.style
        if self.thinking is not None:
            body["thinkingLevel"] = self.thinking
        return body


@dataclass(slots=True)
class Purchases:
    """The purchases of a run, and what is still to be bought."""

    session: Session
    rows: list[Row] = field(default_factory=list)
    second_opinions: int = 0
    succeeded: list[Row] = field(default_factory=list)

    @property
    def last_prompt(self) -> str | None:
        """Return the prompt of the last row; None if there is none to buy."""
        return self.rows[-1].prompt if self.rows else None

    def next(self, between: Callable[[], None]) -> bool:
        """Buy the next row and look at it; return False when there is none to buy."""
        budget = self.session.budget
        row = next((each for each in self.rows if budget.may_buy(each.model)), None)
        if row is None:
            if self.rows:
                self.session.note("budget", "the budget does not suffice for it")
            return False
        self.rows.remove(row)
        if not self.session.can_pay(row.role):
            row = replace(row, role=Role.MAIN)
        between()
        exchange = buy(self.session, row)
        if exchange is None:
            return False
        if exchange.succeeded():
            self.succeeded.append(row)
            look(self.session, exchange, first=len(self.succeeded) == 1)
        elif exchange.failure or (exchange.status or 0) >= 500:
            self._ask_again(row)
        return True

    def _ask_again(self, row: Row) -> None:
        """Plan other images of the same classes: a hiccup or a habit, they will tell."""
        good = next(iter(self.succeeded), None)
        wanted = [
            replace(
                row, ratio=None, style=None, thinking=None, prompt="", kind="plain"
            ),
            replace(_plain(self.session, good or row), ratio=row.ratio),
            replace(
                _plain(self.session, good or row), prompt=row.prompt, kind=row.kind
            ),
        ]
        for again in wanted:
            if self.second_opinions >= _MOST_SECONDS_OPINIONS:
                return
            self.second_opinions += 1
            prompt = again.prompt or self.session.prompt()
            self.rows.append(
                replace(again, case=f"second opinion: {row.case}", prompt=prompt)
            )

    def pair(self) -> None:
        """Buy a plain row of the last and the first once more, both at the same time."""
        if not self.rows or len(self.succeeded) < 2:
            return
        if self.session.budget.left < 2 * (self.session.budget.estimate or 0):
            return
        last = next((each for each in self.rows if each.kind == "plain"), self.rows[0])
        self.rows.remove(last)
        pair = [last, self.succeeded[0]]
        pair[1] = replace(pair[1], case="the first once more", probe="CON-1")
        rows = [replace(row, probe="CON-1") for row in pair]
        with ThreadPoolExecutor(max_workers=3) as at_once:
            buying = at_once.map(partial(buy, self.session), rows)
            at_once.submit(_read_meanwhile, self.session).result()
            bought = list(buying)
        for exchange in bought:
            if exchange is not None and exchange.succeeded():
                look(self.session, exchange, first=False)


def _read_meanwhile(session: Session) -> None:
    """Read the first image while others are made."""
    identity = image_of(session.bought[0])
    if identity is not None:
        query: Query = {"format": "metadata"}
        session.read(
            GET,
            probe="GEN-P12",
            case="while others are bought",
            image=identity,
            query=query,
            role=session.bought[0].role,
        )


def _plain(session: Session, row: Row) -> Row:
    return replace(
        row,
        prompt=session.prompt(),
        kind="plain",
        style=None,
        thinking=None,
        role=Role.MAIN,
    )


def buy(session: Session, row: Row) -> Exchange | None:
    """Buy the image of one row."""
    return session.buy(row.body(), probe=row.probe, case=row.case, role=row.role)


def look(session: Session, bought: Exchange, *, first: bool) -> None:
    """Look at what was stored; after the first image at everything that changed.

    The first ones are read in one form now and in the other at the end of the run; the
    later ones, which show what a model does a second time, at the end alone.
    """
    identity = image_of(bought)
    if identity is None:
        return
    role = bought.role
    forms: tuple[Query, ...] = (form(session, bought),)
    if first:
        forms = ({},)
    elif len(session.bought) > LATER and not session.deep:
        forms = ()
    for query in forms:
        session.read(
            GET,
            probe="GEN-P12",
            case="just bought",
            image=identity,
            query=query,
            role=role,
        )
    if first:
        session.read(USAGE, probe="LED-03", case="just bought", role=role)
    if first or len(session.bought) == LATER:
        session.read(ACCOUNT, probe="LED-01", case="just bought", role=role)


def form(session: Session, bought: Exchange, *, at_the_end: bool = False) -> Query:
    """Return the query for one of the two forms, in turns from image to image."""
    odd = bool(session.bought.index(bought) % 2)
    return {"format": "metadata"} if odd is at_the_end else {}


def covering_array(session: Session) -> list[Row]:
    """Return the rows of the level; the first ones tell the most."""
    facts = session.facts
    models = _models(session)
    others = [ratio for ratio in facts.ratios if ratio != facts.default_ratio]
    ratios: list[str | None] = [None, *_spread(others)]
    pairs = [
        (models[number % len(models)], ratios[number % len(ratios)])
        for number in range(_MOST_ROWS)
    ]
    if session.deep:
        # Every model with every ratio, as far as the budget goes.
        every = [(model, ratio) for ratio in ratios for model in session.facts.models]
        pairs += [pair for pair in every if pair not in pairs]
    kinds = _prompts(session)
    rows = [
        _row(session, number, model, ratio, kinds[number % len(kinds)])
        for number, (model, ratio) in enumerate(pairs)
    ]
    return _with_second(session, rows[: 1 if session.smoke else None])


def _row(
    session: Session, number: int, model: str, ratio: str | None, kind: tuple[str, str]
) -> Row:
    return Row(
        case=f"{model}, {ratio or 'no ratio'}, {kind[0]}",
        model=model,
        ratio=ratio,
        prompt=kind[1],
        kind=kind[0],
        style=_style(number),
        thinking=_thinking(session, model, number),
    )


def _models(session: Session) -> list[str]:
    """Return the models of the rows: each once, then the cheapest and those that think.

    The first is the cheapest that is known.
    """
    prices = session.budget.prices
    every = sorted(session.facts.models, key=lambda each: prices.get(each, 0))
    return [*every, every[0], *session.facts.thinkers[:2]]


def _spread(ratios: list[str]) -> list[str]:
    """Return the ratios with wide ones and tall ones in turns."""
    wide = [each for each in ratios if _width(each) >= 1]
    tall = [each for each in ratios if _width(each) < 1]
    turns = list(zip(wide[::-1], tall[::-1], strict=False))
    mixed = [each for pair in turns for each in pair]
    return mixed + [each for each in ratios if each not in mixed]


def _width(ratio: str) -> float:
    width, _, height = ratio.partition(":")
    return float(width) / float(height)


def _style(number: int) -> str | None:
    """Return no style for the first row, an empty one once, a text for the others."""
    if number == 0:
        return None
    return "" if number == _MOST_ROWS - 1 else _STYLES[number % len(_STYLES)]


def _thinking(session: Session, model: str, number: int) -> str | None:
    """Return the dearest level the first time, then the others, then none."""
    if model not in session.facts.thinkers:
        return None
    if number < len(session.facts.models):
        return session.facts.thinking_levels[-1]
    return session.facts.thinking_levels[0] if number % 2 == 0 else None


def _prompts(session: Session) -> list[tuple[str, str]]:
    """Return the kinds of prompts; the fifth repeats the second."""
    longest = session.facts.longest_prompt
    unusual = session.prompt(_UNUSUAL)
    return [
        ("plain", session.prompt()),
        ("unusual characters", unusual),
        ("the longest", _filled(session.prompt("\u00df"), "\u00e9x ", longest)),
        (
            "the longest, with an emoji",
            _filled(session.prompt("\U0001f600"), "zy ", longest),
        ),
        ("one character", chr(session.random.randrange(0x4E00, 0x9FA0))),
        ("unusual characters", unusual),
        ("blanks at both ends", f"  {session.prompt()} \n"),
        ("plain", session.prompt("A Grey SQUARE")),
    ]


def _filled(text: str, filling: str, length: int) -> str:
    """Return a text of so many characters that ends in none that could be trimmed."""
    return (text + filling * length)[: length - 1] + "."


def _with_second(session: Session, rows: list[Row]) -> list[Row]:
    """Let the second account buy one row, if there is one."""
    if len(rows) < _MOST_ROWS or not session.has(Role.SECOND):
        return rows
    # Late enough that the first account has images, early enough that both go on after it.
    rows[5] = replace(rows[5], role=Role.SECOND, case=f"{rows[5].case}, second account")
    return rows
