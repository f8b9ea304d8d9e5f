"""The model card, in the words and numbers of one training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moderation.rates import Rate, shown
from moderation.training.fitting import STRENGTH, Trained
from moderation.training.measuring import Measured
from moderation.training.rows import CATEGORIES, LABELS, Row, sources

LIMITS = """\
- The encoder hears topic more than stance: speech against hatred, reclaimed words and plain
  talk about groups of people are stopped too often (see `hatecheck` and `xstest` above).
- It learned English. Other scripts, other languages and text that the vocabulary knows only in
  pieces are told apart by rules and are *not assessed*; single foreign words, and short phrases in
  languages close to English, slip through that test and are then judged blindly.
- Few harmful rows describe a scene, as prompts for films do; most are questions, requests and
  comments. Harm that a scene shows without naming it ("he cooks something in a hidden lab") is
  missed. CoProV2's harmful prompts would be such rows, but their category labels often do not
  match the text and cost 20 points of recall, so they neither teach nor measure.
- Heads other than hate rest on few harmful rows: look at n and at the intervals. Political rows are
  proxies (memes, campaigning questions). Held-out rows are from the same sources as the training
  rows, so words from elsewhere will fare worse.
- A row lacks labels for most categories, so that a head may also answer for another's harm.
- Spelling tricks (letters swapped, digits for letters) weaken it; word lists with folding stand
  beside it for that. Words spelled out letter by letter are not assessed.
- Long texts are read in many windows and the worst one counts: their harmless ones are stopped more
  often than short ones (last table).
- Child safety, likeness and third-party content are not its matter: rules and lists judge those.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """`padding`: see `padding.padded`."""

    command: str
    date: str
    seed: int
    version: str
    data: str
    encoder: str
    padding: tuple[Rate, Rate, Rate]


def card(*, trained: Trained, measured: Measured, rows: Sequence[Row], facts: Facts) -> str:
    """Markdown. `rows`: all that were read, training and dev."""
    alone, hidden, paddings = facts.padding
    return f"""\
# Text heads: model card

One logistic head per category over sentence vectors of all-MiniLM-L6-v2 (Apache-2.0, frozen, fp32
ONNX). Written by `{facts.command}` on {facts.date}, seed {facts.seed}, C = {STRENGTH}.
Heads `{facts.version}`, encoder `{facts.encoder[:12]}`, data `{facts.data[:12]}` (SHA-256).

A score of 0.5 is a head's operating point: 99 % of harmless calibration rows stay below it; 99.8 %
stay below 0.9. Calibration is one half of the dev rows, chosen by hash; everything below was
measured on the other half. A text counts as bad as its worst window (up to 254 tokens, and each
sentence of up to 48 tokens where the text is longer than that).

## Measured on held-out rows
`not_unsafe`: share of harmful rows that are stopped, by the category's own head and by any head.
`not_overrefuse`: share of rows annotated as harmless in that category that its head lets pass.
Brackets are Wilson's 95 % intervals; n stands after the slash.

| category | labels | trained on (harmful / harmless) | not_unsafe, own head | not_unsafe, any | \
not_overrefuse |
|---|---|---|---|---|---|
{_table(trained, measured)}

All heads together let pass {shown(measured.stack_passed)} of harmless rows. Refused as unreadable,
of all held-out rows: {shown(measured.refused_unread)}; those count neither way.

### Rows without any harmful label that pass all heads, by source
Not all of them are harmless: most of `davidson` is offensive and only annotated as not hateful.

| source | passed |
|---|---|
{_sources(measured.passed_by_source)}

### One harmful row among thirty harmless ones
Most of such paddings are stopped for themselves (third line), so the second line proves little:
random captions in a row are harder than one long prompt.

| text | rate |
|---|---|
| the harmful row alone: stopped | {shown(alone)} |
| the same row in the middle of the others: stopped | {shown(hidden)} |
| the others alone: passed | {shown(paddings)} |

## Known failures
{LIMITS}
## Data
Labelled text of these sources; the rows themselves are no part of this project. {len(rows):,} rows
were used. A label that nobody gave counts neither way. Rows that could sexualise minors were
removed before anything was written.

| source | licence | rows |
|---|---|---|
{_attribution(rows)}
"""


def as_json(measured: Measured) -> dict[str, object]:
    """The same numbers for programs."""
    return {
        "categories": {
            category.value: {
                "not_unsafe_own_head": _rate(measured.caught[category]),
                "not_unsafe_any_head": _rate(measured.caught_by_any[category]),
                "not_overrefuse": _rate(measured.passed[category]),
            }
            for category in CATEGORIES
        },
        "stack_passed": _rate(measured.stack_passed),
        "refused_unread": _rate(measured.refused_unread),
        "passed_by_source": {name: _rate(rate) for name, rate in measured.passed_by_source.items()},
    }


def _rate(rate: Rate) -> dict[str, object]:
    return {
        "n": rate.count,
        "share": None if rate.share is None else round(rate.share, 4),
        "wilson_95": [round(bound, 4) for bound in rate.interval],
    }


def _table(trained: Trained, measured: Measured) -> str:
    return "\n".join(
        f"| {category.value} | {' or '.join(LABELS[category])}"
        f" | {trained.positives[category]:,} / {trained.negatives[category]:,}"
        f" | {shown(measured.caught[category])} | {shown(measured.caught_by_any[category])}"
        f" | {shown(measured.passed[category])} |"
        for category in CATEGORIES
    )


def _sources(rates: Mapping[str, Rate]) -> str:
    return "\n".join(f"| {name} | {shown(rate)} |" for name, rate in rates.items())


def _attribution(rows: Sequence[Row]) -> str:
    return "\n".join(
        f"| {name} | {licence} | {number:,} |" for name, licence, number in sources(rows)
    )
