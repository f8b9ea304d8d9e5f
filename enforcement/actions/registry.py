"""Which actions there are, from the gravest."""

from enforcement.actions.ban import Ban
from enforcement.actions.bank_hashes import BankHashes
from enforcement.actions.base import Action
from enforcement.actions.disable_download import DisableDownload
from enforcement.actions.disable_remix import DisableRemix
from enforcement.actions.label_post import LabelPost
from enforcement.actions.limit_cameos import LimitCameos
from enforcement.actions.limit_generation import LimitGeneration
from enforcement.actions.limit_post import LimitPost
from enforcement.actions.limit_uploads import LimitUploads
from enforcement.actions.names import ActionName, Audience
from enforcement.actions.pause_cameo import PauseCameo
from enforcement.actions.remove_bio import RemoveBio
from enforcement.actions.remove_draft import RemoveDraft
from enforcement.actions.remove_name import RemoveName
from enforcement.actions.remove_post import RemovePost
from enforcement.actions.restrict_age import RestrictAge
from enforcement.actions.strike import Strike
from enforcement.actions.suspend import Suspend
from enforcement.actions.warn import Warn

_ALL: tuple[Action, ...] = (
    Ban(),
    BankHashes(),
    DisableDownload(),
    DisableRemix(),
    LabelPost(),
    LimitCameos(),
    LimitGeneration(),
    LimitPost(),
    LimitUploads(),
    PauseCameo(),
    RemoveBio(),
    RemoveDraft(),
    RemoveName(),
    RemovePost(),
    RestrictAge(),
    Strike(),
    Suspend(),
    Warn(),
)
ACTIONS: dict[ActionName, Action] = {
    one.name: one for one in sorted(_ALL, key=lambda one: -one.severity)
}
# The closed list of what is told, for the events' schema and the page.
TEXTS: dict[str, object] = {
    one.notice(audience): one.texts[audience]
    for one in ACTIONS.values()
    for audience in Audience
    if audience in one.texts
}
AUTHOR_TEXTS, REPORTER_TEXTS = (
    sorted(text for text in TEXTS if text.endswith(f".{audience.value}"))
    for audience in (Audience.AUTHOR, Audience.REPORTER)
)


def action_of(name: str) -> Action:
    """Raises ValueError, LookupError."""
    return ACTIONS[ActionName(name)]
