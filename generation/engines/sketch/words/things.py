from dataclasses import dataclass
from enum import StrEnum


class Habitat(StrEnum):
    GROUND = "ground"
    AIR = "air"
    SURFACE = "surface"
    DEEP = "deep"
    HEAVEN = "heaven"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Thing:
    """`size` is the height as a share of the film's shorter side; `moves` is what it does unasked.

    `faces`: the drawing looks to the right and is mirrored when it travels left.
    """

    habitat: Habitat
    colour: str
    moves: str
    size: float
    faces: bool = False
    beats: bool = False


_GROUND, _AIR, _HEAVEN = Habitat.GROUND, Habitat.AIR, Habitat.HEAVEN

THINGS: dict[str, Thing] = {
    "ball": Thing(_GROUND, "red", "bounces", 0.20),
    "circle": Thing(_AIR, "orange", "floats", 0.24),
    "square": Thing(_GROUND, "blue", "spins", 0.22),
    "triangle": Thing(_GROUND, "green", "spins", 0.24),
    "diamond": Thing(_AIR, "turquoise", "floats", 0.24),
    "star": Thing(_HEAVEN, "yellow", "twinkles", 0.15),
    "heart": Thing(_AIR, "red", "pulses", 0.24),
    "ring": Thing(_AIR, "gold", "spins", 0.22),
    "tree": Thing(_GROUND, "green", "sways", 0.52),
    "pine": Thing(_GROUND, "teal", "sways", 0.50),
    "palm": Thing(_GROUND, "green", "sways", 0.54),
    "cactus": Thing(_GROUND, "green", "sways", 0.34),
    "flower": Thing(_GROUND, "pink", "sways", 0.30),
    "mushroom": Thing(_GROUND, "red", "pulses", 0.22),
    "leaf": Thing(_AIR, "orange", "falls", 0.13),
    "sun": Thing(_HEAVEN, "yellow", "pulses", 0.30),
    "moon": Thing(_HEAVEN, "beige", "floats", 0.24),
    "cloud": Thing(_HEAVEN, "white", "drifts", 0.17),
    "rainbow": Thing(Habitat.FAR, "red", "stays", 1.2),
    "mountain": Thing(Habitat.FAR, "grey", "stays", 0.62),
    "planet": Thing(_HEAVEN, "orange", "floats", 0.30),
    "snowflake": Thing(_AIR, "white", "falls", 0.14),
    "house": Thing(_GROUND, "beige", "stays", 0.44),
    "lighthouse": Thing(_GROUND, "white", "stays", 0.62),
    "castle": Thing(_GROUND, "grey", "stays", 0.56),
    "windmill": Thing(_GROUND, "white", "stays", 0.58, beats=True),
    "tent": Thing(_GROUND, "orange", "stays", 0.30),
    "boat": Thing(Habitat.SURFACE, "red", "sails", 0.32, faces=True),
    "duck": Thing(Habitat.SURFACE, "yellow", "sails", 0.18, faces=True),
    "whale": Thing(Habitat.DEEP, "navy", "swims", 0.24, faces=True, beats=True),
    "fish": Thing(Habitat.DEEP, "orange", "swims", 0.18, faces=True, beats=True),
    "turtle": Thing(Habitat.DEEP, "green", "swims", 0.16, faces=True, beats=True),
    "jellyfish": Thing(Habitat.DEEP, "violet", "rises", 0.24, beats=True),
    "bird": Thing(_AIR, "blue", "flies", 0.19, faces=True, beats=True),
    "butterfly": Thing(_AIR, "violet", "flies", 0.18, faces=True, beats=True),
    "bee": Thing(_AIR, "yellow", "flies", 0.15, faces=True, beats=True),
    "cat": Thing(_GROUND, "orange", "stays", 0.28, faces=True, beats=True),
    "dog": Thing(_GROUND, "brown", "moves", 0.27, faces=True, beats=True),
    "rabbit": Thing(_GROUND, "white", "hops", 0.24, faces=True),
    "car": Thing(_GROUND, "red", "drives", 0.19, faces=True),
    "bus": Thing(_GROUND, "yellow", "drives", 0.26, faces=True),
    "train": Thing(_GROUND, "green", "drives", 0.24, faces=True),
    "plane": Thing(_AIR, "white", "flies", 0.20, faces=True),
    "rocket": Thing(_AIR, "white", "rises", 0.36, beats=True),
    "saucer": Thing(_AIR, "silver", "floats", 0.17, beats=True),
    "balloon": Thing(_AIR, "red", "floats", 0.32),
    "airship": Thing(_AIR, "orange", "floats", 0.42),
    "kite": Thing(_AIR, "red", "floats", 0.30, beats=True),
    "umbrella": Thing(_AIR, "red", "floats", 0.26),
    "lantern": Thing(_AIR, "orange", "floats", 0.22),
    "gift": Thing(_GROUND, "purple", "hops", 0.22),
    "cake": Thing(_GROUND, "pink", "stays", 0.26, beats=True),
    "apple": Thing(_GROUND, "red", "bounces", 0.18),
    "cup": Thing(_GROUND, "white", "stays", 0.20, beats=True),
    "snowman": Thing(_GROUND, "white", "sways", 0.36),
    "robot": Thing(_GROUND, "silver", "hops", 0.34, beats=True),
}

THING_ALIASES = {
    "sphere": "ball", "orb": "ball", "football": "ball", "marble": "ball", "dot": "circle",
    "disc": "circle", "bubble": "circle", "box": "square", "cube": "square", "block": "square",
    "rectangle": "square", "pyramid": "triangle", "gem": "diamond", "jewel": "diamond",
    "crystal": "diamond", "hoop": "ring", "oak": "tree", "bush": "tree", "fir": "pine",
    "spruce": "pine", "rose": "flower", "tulip": "flower", "daisy": "flower",
    "sunflower": "flower", "toadstool": "mushroom", "leaves": "leaf", "sunshine": "sun",
    "crescent": "moon", "peak": "mountain", "volcano": "mountain", "cottage": "house",
    "cabin": "house", "home": "house", "barn": "house", "tower": "lighthouse",
    "palace": "castle", "fort": "castle", "ship": "boat", "sailboat": "boat", "yacht": "boat",
    "canoe": "boat", "duckling": "duck", "dolphin": "whale", "goldfish": "fish",
    "shark": "fish", "tortoise": "turtle", "octopus": "jellyfish", "seagull": "bird",
    "gull": "bird", "parrot": "bird", "eagle": "bird", "owl": "bird", "sparrow": "bird",
    "moth": "butterfly", "butterflies": "butterfly", "bumblebee": "bee", "kitten": "cat",
    "kitty": "cat", "puppy": "dog", "puppies": "dog", "bunny": "rabbit", "bunnies": "rabbit",
    "hare": "rabbit", "taxi": "car", "van": "car", "truck": "bus", "lorry": "bus",
    "tram": "train", "locomotive": "train", "airplane": "plane", "aeroplane": "plane",
    "jet": "plane", "spaceship": "rocket", "spacecraft": "rocket", "ufo": "saucer",
    "ufos": "saucer", "blimp": "airship", "zeppelin": "airship", "parasol": "umbrella",
    "lamp": "lantern", "present": "gift", "parcel": "gift", "cupcake": "cake", "mug": "cup",
    "teacup": "cup", "coffee": "cup", "tea": "cup", "droid": "robot",
}  # fmt: skip
