"""A case of child safety quietens no reports, and nothing says that there is one (E33, E47)."""

from typing import Any

import pytest

from audit.models import AuditEvent
from enforcement.models import Case, SubjectMute
from enforcement.services.subjects import mute_subject
from feed.models import Post
from lib.errors import DomainError, ErrorCode
from tests import cast
from tests.client import Api
from tests.enforcement.reporting import decide, given, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db


def test_no_thing_is_muted_from_a_case_of_child_safety(api: Api, stranger: Any, post: Post) -> None:
    reported(api, stranger, post, "child_sexual")
    case = decide(Case.objects.get(diverted=True))
    by = given(cast.moderator(), "handle_child_safety")
    with pytest.raises(DomainError) as refused:
        mute_subject(case=case, by=by)
    assert refused.value.code == ErrorCode.PERMISSION_DENIED
    assert not SubjectMute.objects.exists()
    assert not AuditEvent.objects.filter(action="enforcement.subject.muted").exists()
    page = "/admin/enforcement/case/?state=decided"
    assert "mute_subjects" not in at_the_desk(by).get(page).content.decode()
