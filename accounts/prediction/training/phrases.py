"""What generated people write. Some of it the word groups know, some of it they do not, and some of
it they mistake: an adult has been to school, too."""

SCENES = (
    *("a red balloon drifts over rooftops at dawn", "a fox runs through deep snow"),
    *("slow waves under a wooden pier, soft light", "a train crosses a stone bridge in the rain"),
    *("an old robot waters plants on a balcony", "a cat looks out of a window at night"),
    *("macro shot of a bee on lavender", "a lighthouse in a storm, black and white film"),
    *("two friends ride bikes along the sea", "a kite tangled in a pine tree, golden hour"),
    *("a spaceship lands on a quiet lake", "rain on a tin roof and a sleeping dog"),
    *("a crowded market with lanterns", "a glass city floating above clouds"),
    *("a chef folds dumplings, close up", "a paper boat in a gutter after the storm"),
)
TAILS = (
    *(
        "",
        ", cinematic",
        ", hand held camera",
        ", slow motion",
        ", in the style of a pencil sketch",
    ),
    *(", with thunder", ", seen from above", ", no people", ", at the end of summer"),
)
PHRASES: dict[str, tuple[str, ...]] = {
    "own_age": (
        *("i'm 15 and this is my dream room", "for my 16th birthday", "i am fourteen btw"),
        *("i'm in 9th grade", "as a ninth grader i feel this"),  # the last one is not known
    ),
    "school": (
        *("an empty school at night", "a teacher writes on a blackboard", "a school bus in fog"),
        *("a classroom full of plants", "exam hall from above"),
    ),
    "own_school": (
        *(
            "my math teacher turns into a dragon",
            "our class on the moon",
            "after school with friends",
        ),
        *("my locker explodes", "the substitute gave us a quiz", "everyone in homeroom dancing"),
    ),
    "own_home": (
        *("my mom finds out", "when my dad is driving", "my little brother as a wizard"),
        *("grounded for a week", "sneaking out past the kitchen"),
    ),
    "play": (
        *("minecraft village but real", "anime girl with a sword", "pokemon in my garden"),
        *("slime monster", "lego castle", "a capybara with a tiny hat"),
    ),
    "grown_up": (
        *("my boss as a llama", "my wife's garden in bloom", "deadline again"),
        *(
            "my daughter's first steps",
            "our anniversary in rome",
            "monday meeting, everyone asleep",
        ),
        *("my students present their robots", "a toast at the wedding"),
    ),
    # What adults say that looks like a teen's words.
    "looks_back": (
        *("my mom turns eighty", "the high school reunion", "homework with my son"),
        *("my old school bus route, now overgrown", "my parents' golden wedding"),
    ),
    "lively": ("soooo cool!!", "omg", "lol", "noooo", "this is everything!!"),
}
