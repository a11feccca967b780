"""A small stock of words, names of people and places, for plausible text."""

from __future__ import annotations

from mockserver.openapi.generation.draw import Draw

NOUNS = (
    "anchor", "basin", "canyon", "delta", "ember", "forest", "garden", "harbor",
    "island", "juniper", "lantern", "meadow", "nebula", "orchard", "prairie",
    "quarry", "river", "summit", "tundra", "valley", "willow", "zephyr",
)  # fmt: skip
ADJECTIVES = (
    "amber", "bright", "calm", "crimson", "early", "gentle", "golden", "hidden",
    "ivory", "lively", "mellow", "northern", "quiet", "rapid", "silver", "steady",
    "sunny", "vivid", "warm", "wild",
)  # fmt: skip
FIRST_NAMES = (
    "Ada", "Amir", "Bea", "Chen", "Dara", "Elif", "Femi", "Grace", "Hana", "Ivan",
    "Jonas", "Kofi", "Lena", "Maya", "Noor", "Olga", "Priya", "Rosa", "Sam", "Yuki",
)  # fmt: skip
LAST_NAMES = (
    "Adler", "Baptiste", "Costa", "Dahl", "Eriksen", "Fischer", "Garcia", "Haddad",
    "Ito", "Jensen", "Kowalski", "Lindgren", "Moreau", "Novak", "Okafor", "Patel",
    "Rossi", "Silva", "Tanaka", "Weber",
)  # fmt: skip
CITIES = (
    "Accra", "Bergen", "Berlin", "Denver", "Dublin", "Kyoto", "Lisbon", "Lyon",
    "Montreal", "Nairobi", "Oslo", "Porto", "Quito", "Seoul", "Toronto", "Vienna",
)  # fmt: skip


def phrase(draw: Draw) -> str:
    """Return an adjective and a noun, such as ``silver harbor``."""
    return f"{draw.choice(ADJECTIVES)} {draw.choice(NOUNS)}"


def title(draw: Draw) -> str:
    """Return a phrase with capitals, such as ``Silver Harbor``."""
    return phrase(draw).title()


def sentence(draw: Draw) -> str:
    """Return a sentence, such as ``A silver harbor beside the calm river.``."""
    article = "An" if (first := phrase(draw))[0] in "aeiou" else "A"
    return f"{article} {first} beside the {phrase(draw)}."


def slug(draw: Draw) -> str:
    """Return words joined by a hyphen, such as ``silver-harbor``."""
    return phrase(draw).replace(" ", "-")


def prose(draw: Draw, *, at_least: int) -> str:
    """Return sentences of ``at_least`` characters in all."""
    block = " ".join([sentence(draw) for _ in range(1 + min(at_least // 20, 50))])
    return " ".join([block] * (at_least // len(block) + 1))
