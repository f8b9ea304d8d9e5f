from generation.engines.sketch.colour import Rgb, rgb

COLOURS: dict[str, Rgb] = {
    "red": rgb("#e5484d"),
    "crimson": rgb("#b8213f"),
    "orange": rgb("#f58a3c"),
    "yellow": rgb("#f9ce3f"),
    "gold": rgb("#e3ae2f"),
    "green": rgb("#4caf62"),
    "lime": rgb("#a5d64c"),
    "teal": rgb("#1f9a94"),
    "turquoise": rgb("#3fd0c9"),
    "blue": rgb("#3f7fe8"),
    "navy": rgb("#2b3f7d"),
    "purple": rgb("#8b5cd6"),
    "violet": rgb("#a77be8"),
    "magenta": rgb("#d64ba8"),
    "pink": rgb("#f58fb4"),
    "brown": rgb("#8f6244"),
    "beige": rgb("#e2ceac"),
    "black": rgb("#2d2f3a"),
    "grey": rgb("#8d95a3"),
    "silver": rgb("#c3cad4"),
    "white": rgb("#f7f5ef"),
}

COLOUR_ALIASES = {
    "gray": "grey",
    "golden": "gold",
    "cyan": "turquoise",
    "aqua": "turquoise",
    "scarlet": "crimson",
    "maroon": "crimson",
    "indigo": "navy",
    "lavender": "violet",
    "lilac": "violet",
    "cream": "beige",
    "tan": "beige",
}
