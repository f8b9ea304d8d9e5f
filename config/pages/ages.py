"""What docs/ages.md is made of: signals, how strong each is, and what each can do."""

from accounts.ages import Held, settle
from accounts.models import AgeBand, AgeSource
from accounts.models.ages import ASSURANCE, LOOSENING, PROOF
from accounts.services.ages import ONLY_NEWEST, PROOF_WITHIN
from accounts.services.unproven import REMIND_BEFORE

FROM: dict[AgeSource, str] = {
    AgeSource.SELF_DECLARED: "the date of birth at sign-up",
    AgeSource.DECLARED_RANGE: "`PUT /me/age/declared-range`: what Apple's DeclaredAgeRange told "
    "the app, with how it was declared; a client's word",
    AgeSource.OWN_WORDS: "[what somebody wrote of themself](models/own-words.md) in a profile "
    "or a caption; never where staff, a document or the provider settled the age",
    AgeSource.REPORT: "staff, on a case that a report or a caption opened",
    AgeSource.PREDICTED: "[the predictor](models/age-predictor.md); it only ever says 13 to 17",
    AgeSource.ESTIMATE: "[the face](enrolment.md), at enrolment, of an adult by declaration; it "
    "only ever says 13 to 17, never where staff, a document or the provider settled the age",
    AgeSource.GUARDIAN: "`PUT /family/links/{link_id}/age`: a linked guardian; gone with the "
    "link, unless it said under 13",
    AgeSource.STAFF: "staff's finding without a document",
    AgeSource.DOCUMENT: "a document that staff saw, in an appeal or without one; never kept",
    AgeSource.VERIFIED: "`PUT /me/age/verification`: what the operator's provider signed",
}
LEAD = (
    "What is known of somebody's age, how strong it is, and what it can do. The more protective of "
    "two always wins at once; a looser one only if it is stronger than what the band rests on, and "
    "strong enough to loosen at all. A teen by declaration becomes an adult on the 18th birthday; "
    "a teen by another signal only on the day that this signal named. What was withdrawn or "
    "superseded counts no more and stays in the log; a looser answer supersedes no stricter one, "
    "and the band does not get looser by that, unless staff say that it was a mistake. What "
    "signals were drawn from is forgotten after 90 days, the band stays. Known to be under 13: "
    "frozen and unseen at once, a letter with a link to ask for a look at a proof, another "
    f"{REMIND_BEFORE.days} days before the end, and everything deleted "
    f"after {PROOF_WITHIN.days} days. Whoever said to be an adult and only seems to be a teen has "
    "the limits of a teen, and comes no nearer to teens than an adult does."
)
HEAD = (
    *("signal", "from", "strength", "makes an adult a teen", "a declared teen an adult"),
    *("leads out of under 13", "only the newest counts"),
)


def rows() -> list[tuple[str, ...]]:
    """One for each source, asked of the rule itself."""
    return [
        (
            f"`{source.value}`",
            FROM[source],
            str(ASSURANCE[source]),
            _turns(AgeBand.ADULT, source, AgeBand.TEEN),
            _turns(AgeBand.TEEN, source, AgeBand.ADULT),
            "yes" if source in PROOF else "no",
            "yes" if source in ONLY_NEWEST else "no",
        )
        for source in sorted(AgeSource, key=lambda one: (ASSURANCE[one], one in LOOSENING, one))
    ]


def _turns(before: AgeBand, source: AgeSource, said: AgeBand) -> str:
    after = settle(Held(before, AgeSource.SELF_DECLARED), Held(said, source))
    return "yes" if after.band == said else "no"
