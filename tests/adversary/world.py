"""The state of a deployment: accounts with images and ledger rows, oldest first."""

from __future__ import annotations

import hashlib
import io
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from PIL import Image as Pillow

from tests.adversary.api import MODELS, PRICES, RATIOS, SIZES, THINKERS, THINKING

STYLES = (None, "watercolour", None, "línea clara 線画", "film noir, high contrast")
SUBJECTS = (
    "a lighthouse in fog",
    "two cats on a roof",
    'a sign that says "open", in red',
    "ein Fuchs über den Hügeln",
    "夜の港、雨",
    "a map of an island that\ndoes not exist",
    "🚲 leaning on a wall",
)


@dataclass(slots=True)
class Image:
    """One stored generation; `cost` in credits, `number` counts from 1 in its account."""

    id: str
    prompt: str
    model: str
    ratio: str
    style: str | None
    thinking: str | None
    cost: int
    created: datetime
    number: int
    old: bool = False
    media: str = "image/png"
    size: tuple[int, int] | None = None


@dataclass(slots=True)
class Row:
    """One ledger row; `amount` is signed credits as shown, `old` if from the history."""

    id: str
    amount: int
    kind: str
    description: str | None
    reference: str | None
    created: datetime
    old: bool = False


@dataclass(slots=True)
class Account:
    """One caller; `bought` counts the generations since the start."""

    name: str
    user_id: str
    email: str
    balance: int
    images: list[Image] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    bought: int = 0


@dataclass(slots=True)
class Settings:
    """How many older images each account has, and its balance in credits."""

    history: int = 57
    second_history: int = 3
    failures: int = 1
    balance: int = 1000
    second_balance: int = 300
    poor_balance: int = 3


def media_of(model: str) -> str:
    """Tell the media type that a model draws: some draw JPEG, some PNG."""
    return "image/jpeg" if "flash" in model else "image/png"


def build_account(
    name: str, *, images: int, failures: int, balance: int, now: datetime
) -> Account:
    """Make an account with a history that ends in the given balance."""
    dice = random.Random(name)

    def identity() -> str:
        return str(uuid.UUID(int=dice.getrandbits(128), version=4))

    account = Account(name, f"user_{name}_81", f"{name}@example.com", balance)
    start = now - timedelta(days=150)
    step = timedelta(days=149) / max(1, images + failures + 1)
    spent = 0
    fails = {(images * (n + 1)) // (failures + 1) for n in range(failures)}
    moment = start
    for number in range(images):
        moment += step + timedelta(milliseconds=dice.randrange(1, 40_000))
        model = MODELS[number % len(MODELS)]
        cost = PRICES[model]
        if number in fails:
            ghost = identity()
            when = moment - step / 2
            account.rows.append(
                Row(identity(), -cost, "deduction", model, ghost, when, True)
            )
            refunded = when + timedelta(seconds=9)
            account.rows.append(
                Row(identity(), cost, "refund", "Failed", ghost, refunded, True)
            )
        thinking = (None, *THINKING)[number % 3] if model in THINKERS else None
        prompt = SUBJECTS[number % len(SUBJECTS)]
        if number == 11:
            prompt = (prompt + ", ") * 90
        image = Image(
            identity(),
            prompt[:2000],
            model,
            RATIOS[number % len(RATIOS)],
            STYLES[number % len(STYLES)],
            thinking,
            cost,
            moment,
            number + 1,
            True,
            media_of(model),
        )
        account.images.append(image)
        account.rows.append(
            Row(identity(), -cost, "deduction", model, image.id, moment, True)
        )
        spent += cost
    opening = Row(
        identity(), balance + spent, "addition", "Opening grant", None, start, True
    )
    account.rows.insert(0, opening)
    return account


@lru_cache(maxsize=4096)
def draw(identity: str, size: tuple[int, int], media: str) -> bytes:
    """Draw a small picture whose pixels depend on the identity alone."""
    width, height = size
    digest = hashlib.sha256(identity.encode()).digest()
    grain = Pillow.frombytes("RGB", (4, 2), digest[:24])
    picture = grain.resize((width, height))
    file = io.BytesIO()
    picture.save(file, media.removeprefix("image/").upper())
    return file.getvalue()


def picture_of(image: Image) -> bytes:
    """Draw the picture of an image in its ratio and media type."""
    return draw(image.id, image.size or SIZES[image.ratio], image.media)


def utc_now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """Write a moment as the base deployment does: milliseconds and `Z`."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
