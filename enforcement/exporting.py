"""What a person's own archive holds of this room: what they reported, and nothing of who reported
them, nor of what was frozen or found of them."""

from collections.abc import Iterator

from accounts.models import User
from enforcement.models import (
    Appeal,
    AppealLink,
    AppealMessage,
    AppealText,
    Assignment,
    Batch,
    BatchItem,
    Case,
    CaseFinding,
    Decision,
    DecisionAction,
    DecisionEvidence,
    DecisionNote,
    DecisionText,
    Hiding,
    OpenNotice,
    Presence,
    Proposal,
    QualitySample,
    ReplyTemplate,
    Report,
    ReportAttachment,
    Reporter,
    Snapshot,
    SnapshotFile,
    Strike,
    SubjectMute,
    TrustedFlagger,
    VaultedFile,
    VaultedReport,
)
from enforcement.showing import reports_for
from enforcement.shown_appeals import appeals_for
from enforcement.shown_decisions import account_of, decisions_for, strikes_for
from enforcement.shown_hidden import spells_of
from lib.ending import told
from lib.exporting import CHUNK, LeftOut, Record, Walker, table
from lib.ids import IdKind, encode


def _reports(person: User) -> Iterator[Record]:
    """As `/me/reports` shows them, with the words that they wrote; without the id of the thing,
    which they may see no more. Words about child safety lie where nobody reads them."""
    from enforcement.api.bodies import report_json

    mine = reports_for(person).defer(None)
    for report in mine.order_by("pk").iterator(chunk_size=CHUNK):
        shown = report_json(report)
        kept = {name: shown[name] for name in shown if name != "subject"}
        part = {"start": report.start_s, "end": report.end_s}
        yield kept | part | {"text": report.text or ""}


def _decisions(person: User) -> Iterator[Record]:
    """As `/me/decisions` shows them."""
    from enforcement.api.decision_bodies import decision_json

    ladder = account_of(person).text
    for one in decisions_for(person).order_by("pk").iterator(chunk_size=CHUNK):
        yield decision_json(one, ladder=ladder)


def _appeals(person: User) -> Iterator[Record]:
    """As `/me/appeals` shows them."""
    from enforcement.api.appeal_bodies import appeal_json

    for one in appeals_for(person).order_by("pk").iterator(chunk_size=CHUNK):
        yield appeal_json(one)


def _strikes(person: User) -> Iterator[Record]:
    """In days, as `/me/strikes` shows them: an hour would tell who was there (E24)."""
    from enforcement.api.redress import day_json

    for one in strikes_for(person).order_by("pk").iterator(chunk_size=CHUNK):
        days = {name: day_json(getattr(one, name)) for name in ("at", "expires_at", "lifted_at")}
        yield {"level": one.level, **days}


def _hidings(person: User) -> Iterator[Record]:
    """In days, and reasons merged as the account status merges them."""
    from enforcement.api.hidden_bodies import hidden_post_json
    from enforcement.api.redress import day_json

    for one in spells_of(person):
        shown = hidden_post_json(one.hidden)
        until = one.hidden.until
        days = {
            "until": day_json(told(until, lifted=one.ended) if until else None),
            "contested": day_json(one.contested),
            "ended": day_json(one.ended),
        }
        yield {name: shown[name] for name in ("post", "topic", "since")} | days


WALKERS = (
    Walker(
        Decision,
        "What was decided about you and your things, why, and what followed from it.",
        _decisions,
        also=(DecisionText, DecisionAction),
    ),
    Walker(
        Strike,
        "What counts against your account, and until when.",
        _strikes,
    ),
    Walker(
        Appeal,
        "What you appealed, in your words, and what you were answered.",
        _appeals,
        also=(AppealText, AppealMessage),
    ),
    Walker(
        Hiding,
        "Which of your posts were hidden until somebody decided, and that you contested it.",
        _hidings,
    ),
    LeftOut((ReplyTemplate,), "Words of ours with which staff begin a statement."),
    LeftOut((QualitySample,), "Whether staff would have decided as our automation did."),
    LeftOut(
        (AppealLink,),
        "Keyed hashes of the links in letters to you, by which an appeal needs no signing in.",
    ),
    LeftOut(
        (DecisionNote, DecisionEvidence, Proposal, Batch, BatchItem),
        "What staff say to staff, what they point at, among it what others reported, and what they "
        "have not agreed on yet.",
    ),
    Walker(Report, "What you reported, in your words, and what was found.", _reports),
    Walker(
        ReportAttachment,
        "Which pictures you sent with what you reported, and when; not the pictures.",
        table(
            lambda person: ReportAttachment.objects.filter(report__reporter_id=person.pk).order_by(
                "pk"
            ),
            *("uploaded_at", "width", "height", "unchecked"),
            report=lambda row: encode(IdKind.REPORT, row.report_id),
        ),
    ),
    Walker(
        Reporter,
        "How often what you reported was found right, and whether your reports have effect.",
        table(
            lambda person: Reporter.objects.filter(pk=person.pk).order_by("pk"),
            *("agreed_total", "disagreed_total", "muted_until"),
        ),
    ),
    Walker(
        TrustedFlagger,
        "Since when you speak as a trusted flagger.",
        table(
            lambda person: TrustedFlagger.objects.filter(person_id=person.pk).order_by("pk"),
            *("since", "ended_at"),
        ),
    ),
    LeftOut(
        (Case, CaseFinding, SubjectMute, Assignment, Presence),
        "What our staff look at of somebody, and that others reported it: it would tell who did.",
    ),
    LeftOut(
        (Snapshot, SnapshotFile),
        "Copies of what is in the archive where it stands, kept so that a report can be decided.",
    ),
    LeftOut((OpenNotice,), "What others sent and did not confirm yet: it would tell who did."),
    LeftOut((VaultedReport, VaultedFile), "Evidence about child safety, which no page can read."),
)
