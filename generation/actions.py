"""What this room audits."""

from audit.registry import Action, Audience, Retention

# People may read these about themselves; the others are for staff.
ABOUT_PEOPLE = {
    "job.submitted": "A person asked for a video.",
    "job.cancel_requested": "Somebody asked a job under way to stop.",
    "job.cancelled": "A job was stopped before it was done.",
    "job.completed": "A job ended in a draft.",
    "job.failed": "A job was given up.",
    "job.held": "A job was kept from going on until it can be assessed, or a person has looked.",
    "job.refused": "A job was refused by policy.",
    "job.contested": "A person contested a refusal.",
    "job.refusal_kept": "A person found fine what a job was refused for; something else blocks it.",
    "job.released": "A person found that a held or refused job may go on.",
    "job.quarantine_emptied": "The bytes of a refused job were deleted after their time.",
    "job.erased": "A job's files and rows were removed.",
    "draft.deleted": "A draft was deleted by its maker.",
    "draft.kept": "A draft was kept for longer by its maker.",
    "draft.expired": "A draft that nobody published was deleted after its time.",
    "draft.lost": "A draft was deleted: its file was lost.",
    "draft.withdrawn": "A draft was deleted: somebody in it took their consent back.",
    "film.held": "A decision closed remixes or downloads of a video.",
    "film.lifted": "What a decision closed of a video is open again, unless another closes it.",
    "person.erasure_requested": "All jobs and drafts of a deleted account are to be erased.",
}
ABOUT_THE_HOUSE = {
    "asset.declared_lost": "Staff ended the move of a file that is gone; its row was deleted.",
    "job.evidence_removed": "What was kept of a film that was stopped or taken down was deleted.",
    "job.requeued": "Staff sent a waiting job to its workers again.",
    "offer.set": "Staff changed what an age band is offered of an engine.",
    "offer.withdrawn": "Staff took an engine from an age band.",
    "processor_debt.written_off": "Staff ended the wait for a processor's deletion of a video.",
    "switch.engaged": "Staff stopped new jobs.",
    "switch.released": "Staff let new jobs through again.",
}


def _actions(meanings: dict[str, str], audience: Audience) -> list[Action]:
    return [
        Action(f"generation.{name}", meaning, audience, Retention.YEAR)
        for name, meaning in meanings.items()
    ]


ACTIONS = (
    *_actions(ABOUT_PEOPLE, Audience.SUBJECT),
    *_actions(ABOUT_THE_HOUSE, Audience.STAFF),
)
