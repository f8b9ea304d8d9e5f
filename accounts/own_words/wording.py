"""Expressions for statements of one's own age, over text that `plain` made."""

import re
import unicodedata

WORDS = (
    *("six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen"),
)
ORDINALS = (
    *("sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"),
    *("fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
)
GRADES = ("first", "second", "third", "fourth", "fifth", *ORDINALS[:6])
VALUES = {word: value for value, word in enumerate(WORDS, start=6)}
VALUES |= {word: value for value, word in enumerate(ORDINALS, start=6)}
VALUES |= {word: value for value, word in enumerate(GRADES, start=1)}
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
HUMANS = (
    "girl|boy|kid|child|student|teen|teenager|artist|gamer|creator|animator|dancer|singer|skater"
    "|drummer|editor|filmmaker|human|person|male|female|dude|guy|girlie|youtuber|writer|fan"
)

NUMBER = rf"(\d{{1,2}}|{'|'.join(WORDS)})(?:\.5|½| 1/2| and (?:a half|1/2))?"
ORDINAL = rf"(\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
GRADE = rf"(\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(GRADES)})"
I_AM = r"\b(?:i'?m|i am)"
ADVERBS = (
    r"(?: (?:only|just|still|literally|actually|really|currently|now|honestly|legit|barely"
    r"|already|also|a|an|officially))*"
)
OLD = r"[- ]?(?:(?:years?|yrs?)[- ]?(?:olds?|of age)|y/?\.?o\b\.?|yrs\b)"
# What may follow an age: nothing that would make it a measure, a score or a thing's age.
_END = r"(?=\s*(?:$|(?![%/:°$€£#'+*\u00d7=-])[^\w\s](?!\s*\d)"
_GOES_ON = r"and (?!\d)|but\b|soo*\b|btw\b|lo+l\b|lmao\b|haha\w*|rn\b|now\b|today\b|i\b|i'?m\b"
NEXT = rf"{_END}|(?:{_GOES_ON})))"
NEXT_OLD = (
    rf"{_END}|(?:{_GOES_ON}|from\b|who\b|with\b|that\b|turning\b|going\b|living\b|my\b|this\b"
    rf"|because\b|bc\b|cuz\b|since\b|please\b|pls\b|don'?t\b|tho(?:ugh)?\b|live\b|she\b|he\b|they\b"
    rf"|in (?:{GRADE.replace('(', '(?:', 1)}|middle|high|elementary)\b|(?:\w+ )?(?:{HUMANS})s?\b)))"
)
AHEAD = (
    rf"(?:tomorrow|soon|next (?:week|month|year|{DAYS})|this (?:week|weekend|month|year|summer|fall"
    rf"|autumn|winter|spring|{DAYS}|{MONTHS})|later this (?:week|month|year)|coming up|on the \d+"
    rf"|in (?:{MONTHS}|a (?:week|month|few (?:days|weeks|months))"
    r"|(?:\d+|two|three|four|five|six) (?:days?|weeks?|months?))"
    rf"|on (?:{DAYS}|{MONTHS}))\b"
)
BEHIND = (
    rf"(?:yesterday|today|last (?:night|week|month|{DAYS})|this (?:week|morning|month)"
    r"|(?:a|two|three|\d+) (?:days?|weeks?) ago)\b"
)

# An age that holds today.
NOW = tuple(
    re.compile(one)
    for one in (
        rf"{I_AM}{ADVERBS} {NUMBER}{OLD}{NEXT_OLD}",
        rf"\bas an? {NUMBER}{OLD}(?: (?:{HUMANS}))?,? (?:i|my|i'?m|i'?ve)\b",
        rf"\bmy age(?: is|:)? {NUMBER}{NEXT}",
        rf"(?:{I_AM}|\bi) just turned {NUMBER}(?:{OLD})?(?:{NEXT}|(?= {BEHIND}))",
        rf"\bi turned {NUMBER}(?:{OLD})? {BEHIND}",
        rf"\bi turn {NUMBER}(?:{OLD})? today\b",
        rf"\b(?:it'?s|it is|today is|today'?s) my {ORDINAL} (?:birthday|bday){NEXT}",
        rf"\bmy {ORDINAL} (?:birthday|bday) (?:is today|was {BEHIND})",
        rf"\btengo {NUMBER} años\b(?! (?:de|en|viviendo|trabajando))",
        rf"\bj'ai {NUMBER} ans\b(?! d)",
        rf"\bich bin(?: erst)? {NUMBER} (?:jahre alt|jahre jung)\b",
        rf"\btenho {NUMBER} anos\b(?! de)",
        rf"\bho {NUMBER} anni\b(?! d)",
    )
)
BARE = re.compile(rf"{I_AM}{ADVERBS} {NUMBER}{NEXT}")
# One that comes: today they are a year younger.
NEARLY = tuple(
    re.compile(one)
    for one in (
        rf"{I_AM} (?:almost|nearly|not yet|about to be|about to turn) {NUMBER}(?:{OLD})?{NEXT_OLD}",
        rf"(?:{I_AM} turning|\bi turn|\bi'?ll be|\bi will be|\bi'?ll turn|\bi will turn"
        rf"|{I_AM} (?:gonna|going to) be) {NUMBER}(?:{OLD})? {AHEAD}",
        rf"\b(?:can'?t|cannot) wait (?:to (?:be|turn)|(?:un)?till? i'?m|(?:un)?till? i turn)"
        rf" {NUMBER}(?:{OLD})?{NEXT}",
        rf"\bmy {ORDINAL} (?:birthday|bday)(?: party)?(?: is| will be|'s)? {AHEAD}",
        rf"{I_AM} (?:under|not(?: even)?) {NUMBER} (?:yet|but|and i)\b",
        rf"{I_AM} under {NUMBER}{NEXT}",
    )
)
SCHOOL_YEAR = tuple(
    re.compile(one)
    for one in (
        rf"{I_AM}{ADVERBS} (?:in|starting|entering|going into|going to)(?: the)? {GRADE} grade\b"
        r"(?!r| (?:teach|class(?:room)? teach|math|reading|science|again|level|english))",
        rf"{I_AM}{ADVERBS} (?:in|starting|entering) grade (\d{{1,2}})\b",
        rf"{I_AM}{ADVERBS} {GRADE} grader\b",
    )
)
YOUNGER_SCHOOL = re.compile(
    rf"(?:{I_AM}{ADVERBS} (?:still )?in|\bi go to) (?:elementary|primary|grade) school{NEXT_OLD}"
)
OLDER_SCHOOL = re.compile(
    rf"(?:{I_AM}{ADVERBS} (?:still )?in|\bi go to) (?:middle school|junior high){NEXT_OLD}"
    rf"|{I_AM} a (?:high school (?:freshman|sophomore)|(?:freshman|sophomore) in high school)\b"
    rf"|{I_AM}{ADVERBS} minor{NEXT}"
)
BORN = re.compile(r"\bi(?: was|'?m| am) born (?:in|on) (?:[\w ,/]{0,16}[ ,/])?(20[0-4]\d)\b")
GROWN = re.compile(
    rf"{I_AM}{ADVERBS} (?:1[89]|[2-9]\d|twenty|thirty|forty|fifty)(?:{OLD}|\b(?=[.!,]|$))"
)

# A part of a profile that is nothing but one's age: "12 y/o", "age: 14", "13 year old artist".
PART = re.compile(
    rf"(?:hi+ )?(?:age ?[:=] ?{NUMBER}|(?:only |just )?(?:an? )?{NUMBER}{OLD}"
    rf"(?: (?:\w+ )?(?:{HUMANS}))?)"
)
PARTS = re.compile(
    r"[|•·~\n,;\\()✦★☆♡]|\s/\s|(?<!\w)\.|[.!](?=\s|$)|\s[-\u2013\u2014]\s|[\U0001f300-\U0001faff]"
)

SENTENCES = re.compile(r"(?<=[.!?;])\s+|[\n|•·]")
CLAUSES = re.compile(r",|\b(?:and|but|so|because|bc)\b")
# In the clause before it: whoever speaks, or that it is not so.
NOT_SO = re.compile(
    r"\b(?:when|if|like|as though|though|pretend\w*|imagin\w*|act(?:s|ing)?|feel\w*|felt|think\w*"
    r"|thought|believ\w*|assum\w*|guess\w*|call\w*|claim\w*|wish\w*|dream\w*|remember\w*|since"
    r"|back|while|until|till|before|after|story|scene|character|song|meme|know|knew|look\w*"
    r"|sound\w*|treat\w*|play(?:s|ing)|roleplay\w*|once|mistak\w*|convinc\w*|whether|that|where"
    r"|titled|called|named|not|never|every|prompt|says|said)\b"
)
SPOKEN = re.compile(
    r"\b(?:says?|said|saying|tell|tells|told|asks?|asked|sings?|yells?|shouts?|whispers?|repl\w+"
    r"|answers?|explains?|narrat\w+|was like|is like|voice ?over|he'?s like|she'?s like)\b"
)
LABEL = re.compile(r"^\s*(?!(?:me|about|bio|intro|hi|hello|hey|fact|facts|note|ps|edit|info)\b)"
                   r"[\w' ]{1,24}:")  # fmt: skip
AFTERWARDS = re.compile(
    r"^[ (-]{0,3}(?:and )?(?:in (?:this|that|these|the|my) (?:\w+ )?(?:pic|photo|picture|video|clip"
    r"|shot|scene|story|film|movie|play|game|dream|role|one|head|heart|mind|soul)"
    r"|here\b|again\b|at heart|inside|on the inside|in spirit|mentally|emotionally|when\b"
    r"|in (?:dog|cat|human|people|internet) |(?:years? )?older|younger|sober|clean)"
    r"|^\W{0,3}(?:says?\b|said\b|(?:she|he|they) sa(?:id|ys?)\b|according)"
)
# The whole text is a part that somebody plays, a jest, or the voice of a pet.
UNREAL = re.compile(
    r"\b(?:pov|lyrics?|jk|just kidding|kidding|sarcasm|roleplay|skit|satire|parody|inner child"
    r"|throwback|tbt|flashback|woof|bark|meow|purr|good (?:boy|girl|boi)|my (?:hu|hoo)mans?"
    r"|my (?:owners?|paws?|tail|fur)|hoomans?|in character|audition|monologue)\b|[♪♫]|(?<!\w)/j\b"
    r"|\bi'?m an? (?:\w+ ){0,3}(?:dog|cat|puppy|pup|kitten|corgi|retriever|poodle|bunny|rabbit"
    r"|horse|pony|parrot|hamster|tortoise|robot|house|car|tree|ghost|vampire|company|account)\b"
)
QUOTED = re.compile(
    r"\"[^\"]*\"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|(?<!\w)'(?!m\b).{3,}?'(?!\w)|(?<!\w)\*[^*\n]+\*"
)
APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u00b4"), "'")
INVISIBLE = {"Cf", "Mn", "Me"}


def plain(text: str) -> str:
    """Small letters, single spaces, plain apostrophes, without what stands in quotation marks."""
    text = "".join(
        one
        for one in unicodedata.normalize("NFKC", text)
        if unicodedata.category(one) not in INVISIBLE
    )
    text = text.translate(APOSTROPHES).casefold()
    return re.sub(r"[ \t]+", " ", QUOTED.sub(" … ", text))


def value(said: str) -> int:
    """The number that a match of NUMBER, ORDINAL or GRADE says."""
    return VALUES[said] if said in VALUES else int(re.sub(r"\D", "", said))
