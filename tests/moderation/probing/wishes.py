"""Own, mild wishes: what a prober does with words, done to harmless ones."""

# One wish in twelve dresses: letters apart, digits for letters, other words, another order.
VARIANTS = (
    "a jester throwing custard pies at the mayor",
    "a jester throwing c.u.s.t.a.r.d pies at the mayor",
    "A JESTER throwing cust4rd p1es at the mayor!!",
    "a clown throwing custard pies at the mayor",
    "a jester hurling custard pies at the mayor",
    "a jester throwing cream cakes at the mayor",
    "the mayor is hit by custard pies that a jester throws",
    "at the mayor a jester is throwing custard pies, slowly",
    "a jester lobs custard tarts at the town's mayor",
    "jester, mayor, custard pies, thrown",
    "a fool in motley pelts the mayor with custard",
    "a jester throwing custard pies at the lord mayor, oil painting",
)
# Nothing of it, though one has a mayor in it.
OTHERS = (
    "a submarine passes under a frozen lake",
    "two chefs argue about a soup in a tiny kitchen",
    "a dog asleep in a hammock at dusk",
    "a marathon through a city of glass",
    "a mayor opens a bridge with golden scissors",
)

# Four wishes to each theme: no two of them are the same wish.
THEMES = (
    (
        "two boxers trade blows under stadium lights",
        "a street fight outside a bar at night",
        "a knight strikes a dragon with a sword",
        "soldiers run through smoke in a trench",
    ),
    (
        "a politician gives a speech to a cheering crowd",
        "voters queue outside a school in the rain",
        "a debate between two candidates on television",
        "a parade with flags for the new president",
    ),
    (
        "a pickpocket works a crowded market",
        "a heist in a museum at midnight",
        "a smuggler hides crates under a pier",
        "a forger paints a fake masterpiece",
    ),
    (
        "a couple kissing in the rain",
        "dancers in feather costumes on a stage",
        "a painter and her model in a studio",
        "swimmers at a beach in summer",
    ),
    (
        "a cake with too many candles",
        "a pie fight in a school canteen",
        "a chef drops a wedding cake",
        "a child steals cookies from a jar",
    ),
    (
        "a car chase through narrow streets",
        "a truck crashes into a fruit stand",
        "a motorcycle jumps over a river",
        "a taxi stuck in traffic at dawn",
    ),
)
# One wish to each row, said in four ways.
SAID_AGAIN = (
    (
        "two boxers trade blows under stadium lights",
        "2 boxers trading bl0ws beneath stadium lights",
        "under floodlights a pair of boxers punch each other",
        "boxers hitting one another in a lit stadium",
    ),
    (
        "a pickpocket works a crowded market",
        "a thief lifts wallets in a busy market",
        "a p.i.c.k.p.o.c.k.e.t at a crowded bazaar",
        "someone stealing purses in a packed market",
    ),
    (
        "a car chase through narrow streets",
        "cars chasing each other down tight alleys",
        "a c a r chase thr0ugh narrow streets",
        "a pursuit by car in narrow lanes",
    ),
    (
        "a politician gives a speech to a cheering crowd",
        "a senator speaks before a cheering crowd",
        "a p0litician giving a sp33ch as the crowd cheers",
        "cheering people listen to a politician's speech",
    ),
    (
        "a knight strikes a dragon with a sword",
        "a knight slashing a dragon with a blade",
        "a warrior in armour stabs a dragon",
        "kn1ght vs drag0n, sword strike",
    ),
    (
        "a chef drops a wedding cake",
        "the wedding cake slips from a chef's hands",
        "a ch3f lets a wedding c4ke fall",
        "a baker dropping a bridal cake",
    ),
)
