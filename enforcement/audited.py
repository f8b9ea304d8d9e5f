"""What this room audits. Rows name who reported what, so none of them is for those reported."""

from audit.registry import Action, Audience, Retention

# Who reported what: not for every member of staff.
FOR_LEADS = {
    "report.filed": "Somebody reported something.",
    "report.attached": "Somebody sent a picture with what they reported.",
    "report.detached": "Somebody took such a picture back.",
    "post.hidden_first": "A post was hidden until somebody decided, by a report that may.",
    "post.hidden_again": "A notice hides again what was shown again undecided.",
    "post.hidden_shorter": "The notice that hid a post longest fell; what hid it before hides it.",
    "post.hidden_longer": "A notice hides until somebody decided what was hidden for a time.",
    "post.hidden_on": "What was hidden for a time stays hidden beside child safety.",
    "post.shown_again": "What was hidden until somebody decided is so no more.",
    "hiding.spike": "So many posts were hidden within an hour that leads were paged.",
    "report.confirmed": "Somebody without an account confirmed the address behind a report.",
    "appeal.sent": "Somebody appealed a decision.",
    "appeal.replied": "Somebody replied to a question about their appeal.",
}
FOR_STAFF = {
    "report.set_aside": "A report was set aside: it counts no more.",
    "report.restored": "A report that was set aside counts again.",
    "case.opened": "A case was opened, by a report or by what a detector found.",
    "case.closed": "A case was closed without a decision.",
    "age.found": "On a case staff found how old somebody is.",
    "case.claimed": "Somebody began to work on a case.",
    "case.released": "Whoever worked on a case gave it back.",
    "case.skipped": "Whoever worked on a case left it to another, and said why.",
    "case.idle": "A case waits again: whoever worked on it went away.",
    "case.proposed": "Whoever worked on a case proposed a decision, which waits for another.",
    "case.lost": "A case waits again: whoever worked on it may not look at it any more.",
    "batch.planned": "A lead planned to decide many cases at once: a dry run.",
    "batch.waiting": "Many cases at once wait for a second person.",
    "batch.running": "Many cases at once are decided: it was confirmed, or a second approved it.",
    "batch.dropped": "Many cases at once are not decided after all.",
    "batch.undoing": "What was decided at once is undone, decision by decision.",
    "skips.exported": "A lead took out what was skipped, and why.",
    "case.decided": "What a case is about was found to break a rule, or not to.",
    "decision.made": "A decision was made, with all that it did; or took the place of another.",
    "proposal.made": "A decision that takes two people was proposed.",
    "proposal.settled": "A proposed decision was made, dropped, or waited too long.",
    "action.begun": "What a decision said for later began, or found nothing left to do.",
    "action.expired": "What a decision did for a time is over.",
    "appeal.asked": "Whoever answers an appeal asked who sent it.",
    "appeal.ended": "An appeal was answered, overtaken by another decision, or let go.",
    "case.examined": "Automation looked at what a case is about.",
    "case.auto_decided": "A case was decided by an automatic policy.",
    "sample.reviewed": "A person looked at an automatic decision.",
    "hiding.contested": "The maker of a post that was hidden says that it is fine.",
    "case.due_soon": "Staff were warned that the clock of a case ends soon.",
    "case.overdue": "The clock of a case ended before anybody decided.",
    "subject.muted": "New reports of a thing only count for a day.",
    "reporter.muted": "What somebody reports has no effect for a time.",
    "reporter.unmuted": "What somebody reports has effect again.",
    "contact.muted": "What somebody without an account reports has no effect for a time.",
    "contact.unmuted": "What somebody without an account reports has effect again.",
    "flagger.appointed": "An account was made a trusted flagger.",
    "flagger.ended": "An account is a trusted flagger no more.",
    "template.written": "A template of statements was written, or another put in its place.",
    "template.retired": "A template of statements is offered no more.",
    "media.revealed": "Staff asked to see what a case is about more closely, and said why.",
    "media.shown": "Staff were shown a picture or a film of a case.",
    "statements.exported": "Statements of reasons were taken out for the EU's database.",
}

ACTIONS = tuple(
    Action(f"enforcement.{name}", meaning, audience, Retention.SEVEN_YEARS)
    for audience, meanings in ((Audience.LEGAL, FOR_LEADS), (Audience.STAFF, FOR_STAFF))
    for name, meaning in meanings.items()
)
