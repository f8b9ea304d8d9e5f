"""The words of the small world: what the checkpoint was taught, and nothing beside it."""

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (222, 32, 40),
    "orange": (247, 132, 24),
    "yellow": (252, 222, 40),
    "green": (16, 128, 56),
    "blue": (28, 52, 216),
    "purple": (140, 44, 176),
}

SHAPES: dict[str, tuple[str, ...]] = {
    "ball": ("ball", "ball", "sphere", "circle"),
    "cube": ("cube", "box", "square", "block"),
    "triangle": ("triangle", "triangle", "pyramid"),
    "star": ("star",),
}

PLACES: dict[str, tuple[str, ...]] = {
    "grass": (
        "over grass",
        "over green grass",
        "over the grass",
        "on green grass",
        "on the grass",
        "in a meadow",
        "in a green meadow",
        "over a green field",
        "on a lawn",
    ),
    "sea": (
        "over the sea",
        "over the ocean",
        "over water",
        "over blue water",
        "over the blue sea",
        "by the sea",
        "at sea",
        "above the water",
    ),
    "desert": (
        "in the desert",
        "over the desert",
        "over sand",
        "over yellow sand",
        "in a sandy desert",
        "on the sand",
        "over the dunes",
        "above desert sand",
    ),
    "snow": (
        "over snow",
        "over white snow",
        "in the snow",
        "on the snow",
        "in a snowy field",
        "over a snowy landscape",
        "in winter",
    ),
    "night": (
        "at night",
        "in the night",
        "in the night sky",
        "under the moon",
        "in the dark night",
        "in the moonlight",
        "by night",
    ),
}

# (finite verb, participle), each with what follows it.
MOTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "left": (
        ("moves left", "moving left"),
        ("moves to the left", "moving to the left"),
        ("slides left", "sliding left"),
        ("rolls to the left", "rolling to the left"),
        ("drifts left", "drifting left"),
        ("glides to the left", "gliding to the left"),
        ("goes left", "going left"),
        ("flies left", "flying left"),
        ("moves from right to left", "moving from right to left"),
    ),
    "right": (
        ("moves right", "moving right"),
        ("moves to the right", "moving to the right"),
        ("slides right", "sliding right"),
        ("rolls to the right", "rolling to the right"),
        ("drifts right", "drifting right"),
        ("glides to the right", "gliding to the right"),
        ("goes right", "going right"),
        ("flies right", "flying right"),
        ("moves from left to right", "moving from left to right"),
    ),
    "up": (
        ("rises", "rising"),
        ("moves up", "moving up"),
        ("goes up", "going up"),
        ("floats up", "floating up"),
        ("flies up", "flying up"),
        ("climbs", "climbing"),
        ("rises slowly", "rising slowly"),
        ("moves upwards", "moving upwards"),
    ),
    "down": (
        ("falls", "falling"),
        ("drops", "dropping"),
        ("moves down", "moving down"),
        ("goes down", "going down"),
        ("sinks", "sinking"),
        ("falls down", "falling down"),
        ("comes down", "coming down"),
        ("moves downwards", "moving downwards"),
    ),
    "bounce": (
        ("bounces", "bouncing"),
        ("bounces", "bouncing"),
        ("bounces up and down", "bouncing up and down"),
        ("hops", "hopping"),
        ("jumps", "jumping"),
        ("jumps up and down", "jumping up and down"),
    ),
}

OPENINGS = ("", "", "", "", "a video of", "there is", "we see", "look at")
ARTICLES = ("a", "a", "a", "the", "one", "")
TRIMMINGS = ("", "", "", "", "", "bright", "shiny", "single")
JOINTS = ("that", "is", "which", "slowly", "and", "an", "film", "clip", "of")
