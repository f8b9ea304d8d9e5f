"""Whatever people can see is reported as something, or a reason says why not (Q-27).

By the field that holds it, as the registry of moderated surfaces names it: a test fails for a new
surface that stands in neither table.
"""

from enforcement.subjects.kinds import SubjectKind

REPORTED_AS: dict[str, SubjectKind] = {
    "feed.Post.caption": SubjectKind.POST,
    "generation.Asset.storage_key": SubjectKind.POST,
    "generation.Script.lines": SubjectKind.POST,
    "accounts.User.handle": SubjectKind.PROFILE,
    "accounts.User.display_name": SubjectKind.PROFILE,
    "accounts.User.bio": SubjectKind.PROFILE,
    # Whoever reads a note knows from whom it is, and by what id.
    "cameos.CameoRequest.note": SubjectKind.PROFILE,
    "cameos.Character.name": SubjectKind.CAMEO,
}

NOT_REPORTED: dict[str, str] = {
    "generation.Job.prompt": "its author alone sees it; a reviewer sees it with the film",
    "generation.Job.beats": "its author alone sees them; a reviewer sees them with the film",
    "generation.Job.rendered_text": "nobody sees it but the engine",
    "accounts.ProfileText.text": "its author alone sees it until it stands in the profile",
    "cameos.ReferenceImage.kept_key": "its sender alone sees it; what is made of it is a film",
    "moderation.Review.statement": "staff alone see it",
}
