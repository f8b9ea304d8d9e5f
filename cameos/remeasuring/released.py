from cameos.models import CameoKey, Release

# The first text that names the purpose "remeasurement". Who agreed to an earlier one agreed to no
# second measurement of what was recorded then.
SINCE_NOTICE = 2


def may_be_remeasured(key: CameoKey) -> bool:
    """Whether the release behind a recording says so; one without a release says nothing."""
    given = Release.objects.filter(enrolment__recording_id=key.pk)
    return given.filter(notice_version__gte=SINCE_NOTICE).exists()
