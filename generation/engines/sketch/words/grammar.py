"""Motions, numbers, sizes, speeds, and the small words that end or join phrases."""

MOTIONS: dict[str, tuple[str, ...]] = {
    "bounces": ("bounce", "bouncing", "bounced"),
    "hops": ("hop", "hopping", "jump", "jumps", "jumping", "dance", "dances", "dancing", "skips"),
    "spins": ("spin", "spinning", "turns", "turning", "rotate", "rotates", "rotating", "twirls"),
    "rolls": ("roll", "rolling"),
    "flies": ("fly", "flying", "soars", "soaring", "glides", "gliding"),
    "floats": ("float", "floating", "hovers", "hovering", "drifting"),
    "swims": ("swim", "swimming", "dives", "diving"),
    "rises": ("rise", "rising", "ascends", "launches", "launching", "climbs", "lifts"),
    "falls": ("fall", "falling", "drops", "dropping", "sinks", "descends"),
    "zooms": ("zoom", "zooming", "grows", "growing", "shrinks", "shrinking"),
    "drives": ("drive", "driving", "races", "racing", "speeds", "runs", "running", "rides"),
    "moves": ("move", "moving", "walks", "walking", "goes", "going", "crosses", "travels"),
    "sails": ("sail", "sailing"),
    "sways": ("sway", "swaying", "swings", "swinging", "waving"),
    "pulses": ("pulse", "pulsing", "beats", "beating", "glows", "glowing"),
    "twinkles": ("twinkle", "twinkling", "shines", "shining", "sparkles", "sparkling"),
    "drifts": ("drift",),
    "stays": ("stay", "stands", "standing", "sits", "sitting", "rests", "sleeps", "sleeping"),
}

SHADES = {"dark": -0.35, "deep": -0.25, "light": 0.4, "pale": 0.5, "bright": 0.08}

NUMBERS = {
    "a": 1, "an": 1, "the": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12,
    "couple": 2, "pair": 2, "few": 3, "some": 3, "several": 5, "many": 8, "hundreds": 12,
}  # fmt: skip

SIZES = {
    "big": 1.45, "large": 1.45, "huge": 1.8, "giant": 1.9, "enormous": 1.9, "tall": 1.35,
    "small": 0.65, "little": 0.65, "tiny": 0.45, "mini": 0.5,
}  # fmt: skip

SPEEDS = {
    "fast": 1.8, "quickly": 1.8, "quick": 1.8, "rapidly": 2.0, "speeding": 2.0,
    "slow": 0.5, "slowly": 0.5, "gently": 0.6, "lazily": 0.5, "calmly": 0.6,
}  # fmt: skip

DIRECTIONS = {"left": -1, "leftwards": -1, "right": 1, "rightwards": 1}

BREAKS = frozenset({
    "and", "with", "on", "in", "at", "over", "under", "above", "below", "near", "by", "beside",
    "behind", "while", "as", "to", "into", "from", "of", "across", "through", "then", "around",
    "between", "during", "up", "down", ".", ";", ":", "!", "?",
})  # fmt: skip

SENTENCE_ENDS = frozenset({".", ";", ":", "!", "?"})
JOINS = frozenset({"and", ",", "while", "as", "then"})

NEGATIONS = frozenset({"no", "without"})
DEFINITE = "the"
PRONOUNS = frozenset({"it", "they", "them"})
# What follows is said of the thing before ("the ball is blue") ...
LINKS = frozenset({"is", "are", "was", "were", "be", "becomes", "become", "gets", "turns", "turn"})
# ... and after these of the thing between ("make the ball blue").
MAKERS = frozenset({"make", "makes", "paint", "paints", "colour", "color", "turn"})
DENIALS = frozenset({"not", "never"})
