"""How owners like to look: a closed list, compiled to fixed phrases. No free text reaches a prompt
of somebody else (abuse table: prompt injection into other people's jobs)."""

from collections.abc import Mapping
from enum import StrEnum

COLOURS = ("black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "brown")


class Attribute(StrEnum):
    """What can be preferred, in the order in which a phrase names it."""

    HAT = "hat"
    GLASSES = "glasses"
    HAIR = "hair"
    CLOTHES = "clothes"
    CLOTHES_COLOUR = "clothes_colour"
    FOOTWEAR = "footwear"
    JEWELLERY = "jewellery"
    MOOD = "mood"


# The phrase of each value; a colour goes before the clothes.
PHRASES: dict[Attribute, dict[str, str]] = {
    Attribute.HAT: {
        "fedora": "wearing a fedora",
        "cap": "wearing a cap",
        "beanie": "wearing a beanie",
        "straw_hat": "wearing a straw hat",
        "beret": "wearing a beret",
        "headscarf": "wearing a headscarf",
        "turban": "wearing a turban",
        "none": "without a hat",
    },
    Attribute.GLASSES: {
        "round": "with round glasses",
        "square": "with square glasses",
        "sunglasses": "with sunglasses",
        "none": "without glasses",
    },
    Attribute.HAIR: {
        "short": "with short hair",
        "long": "with long hair",
        "tied_back": "with hair tied back",
        "covered": "with covered hair",
    },
    Attribute.CLOTHES: {
        "suit": "in a suit",
        "dress": "in a long dress",
        "jumper": "in a jumper",
        "raincoat": "in a raincoat",
        "overalls": "in overalls",
        "shirt": "in a shirt",
        "lab_coat": "in a lab coat",
    },
    Attribute.CLOTHES_COLOUR: {colour: colour for colour in COLOURS},
    Attribute.FOOTWEAR: {
        "boots": "in boots",
        "sneakers": "in sneakers",
        "rubber_boots": "in rubber boots",
    },
    Attribute.JEWELLERY: {
        "none": "without jewellery",
        "earrings": "with earrings",
        "necklace": "with a necklace",
    },
    Attribute.MOOD: {
        "calm": "looking calm",
        "cheerful": "looking cheerful",
        "serious": "looking serious",
    },
}
_WORN = (Attribute.CLOTHES, Attribute.CLOTHES_COLOUR)


def phrase_of(attributes: Mapping[str, str]) -> str:
    """The fixed words for what is preferred, empty for nothing.

    Raises ValueError for an attribute and KeyError for a value that is not in the list.
    """
    chosen = {Attribute(name): value for name, value in attributes.items()}
    clothes, colour = (chosen.get(one) for one in _WORN)
    parts = []
    for attribute in Attribute:
        if attribute not in chosen:
            continue
        phrase = PHRASES[attribute][chosen[attribute]]
        if attribute == Attribute.CLOTHES and colour:
            phrase = _coloured(phrase, colour)
        if attribute == Attribute.CLOTHES_COLOUR:
            phrase = "" if clothes else f"in {phrase} clothes"
        parts.append(phrase)
    return ", ".join(filter(None, parts))


def _coloured(phrase: str, colour: str) -> str:
    """`in a red suit`, `in red overalls`."""
    article = "in a " if phrase.startswith("in a ") else "in "
    return f"{article}{colour} {phrase.removeprefix(article)}"
