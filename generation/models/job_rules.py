"""What must hold of every row of Job, said to the database."""

from django.db import models
from django.db.models import Q

from generation.failures import FailureCode
from generation.limits import MOST_EXTENSIONS, MOST_STEPS
from generation.states import SETTLED, WAITING, WORKING, JobState
from generation.tools import FROM_SOURCES, Tool


def _exactly_when(name: str, first: Q, second: Q) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=(first & second) | (~first & ~second))


UNDONE = sorted({JobState.FAILED, JobState.REFUSED})
# Of what was cancelled, only what lost a consent says why.
EXPLAINED = Q(state__in=UNDONE) | Q(state=JobState.CANCELLED, error_code=FailureCode.CONSENT_ENDED)

JOB_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        name="progress_of_a_job_lies_within_0_and_100", condition=Q(progress__range=(0, 100))
    ),
    _exactly_when(
        "a_job_is_at_100_exactly_when_completed", Q(progress=100), Q(state=JobState.COMPLETED)
    ),
    _exactly_when(
        "a_job_has_an_end_exactly_when_finished",
        Q(finished_at__isnull=False),
        Q(state__in=sorted(SETTLED)),
    ),
    _exactly_when(
        "a_job_is_leased_exactly_while_worked_on",
        Q(leased_until__isnull=False),
        Q(state__in=sorted(WORKING)),
    ),
    _exactly_when(
        "a_job_is_resent_exactly_while_it_waits",
        Q(resend_at__isnull=False, waiting_since__isnull=False),
        Q(state__in=sorted(WAITING)),
    ),
    _exactly_when("a_job_names_a_failure_exactly_when_failed", ~Q(error_code=""), EXPLAINED),
    _exactly_when("a_job_names_a_stage_exactly_when_failed", ~Q(error_stage=""), EXPLAINED),
    models.CheckConstraint(
        name="only_a_refused_job_names_what_it_is_refused_for",
        condition=Q(refused_for="") | Q(state=JobState.REFUSED),
    ),
    models.CheckConstraint(
        name="a_held_job_says_why_where_and_since_when",
        condition=~Q(state=JobState.HELD)
        | (Q(held_since__isnull=False) & ~Q(held_for="") & ~Q(held_stage="")),
    ),
    models.CheckConstraint(
        name="only_a_held_job_is_due_to_be_looked_at_again",
        condition=Q(rescan_at=None) | Q(state=JobState.HELD),
    ),
    # No render message exists before the verdict row (architecture.md).
    models.CheckConstraint(
        name="a_job_is_screened_before_anything_is_drawn",
        condition=~Q(screened_as="") | Q(begun_at=None),
    ),
    models.CheckConstraint(
        name="at_most_two_people_are_asked_for_in_a_job", condition=Q(subjects__len__lte=2)
    ),
    models.CheckConstraint(
        name="a_job_that_waits_to_be_drawn_has_a_turn",
        condition=Q(turn__isnull=False) | ~Q(state=JobState.QUEUED),
    ),
    models.CheckConstraint(name="a_video_of_a_job_has_a_length", condition=Q(seconds__gt=0)),
    models.CheckConstraint(
        name="a_way_from_words_is_at_most_twenty_steps", condition=Q(depth__lte=MOST_STEPS)
    ),
    models.CheckConstraint(
        name="a_video_is_extended_at_most_six_times", condition=Q(extensions__lte=MOST_EXTENSIONS)
    ),
    _exactly_when(
        "what_is_made_of_others_stands_at_a_depth",
        Q(depth__gt=0),
        Q(tool__in=sorted(FROM_SOURCES)),
    ),
    _exactly_when(
        "a_storyboard_and_only_it_has_beats", Q(beats__isnull=False), Q(tool=Tool.STORYBOARD)
    ),
]

JOB_INDEXES = [
    models.Index(fields=["owner", "-created_at", "-id"], name="jobs_of_a_person_newest"),
    models.Index(
        fields=["leased_until"],
        name="jobs_by_end_of_lease",
        condition=Q(leased_until__isnull=False),
    ),
    models.Index(
        fields=["resend_at"], name="jobs_by_next_message", condition=Q(resend_at__isnull=False)
    ),
    models.Index(
        fields=["second_look_at"],
        name="jobs_by_second_look",
        condition=Q(second_look_at__isnull=False),
    ),
    models.Index(fields=["lane", "turn"], name="jobs_in_turn", condition=Q(state=JobState.QUEUED)),
    models.Index(
        fields=["lane", "-turn"], name="turns_that_were_begun", condition=Q(begun_at__isnull=False)
    ),
    models.Index(fields=["-begun_at"], name="jobs_begun_last", condition=Q(begun_at__isnull=False)),
    models.Index(fields=["owner", "lane", "-turn"], name="turns_of_a_person"),
    models.Index(fields=["held_since"], name="jobs_held_longest", condition=Q(state=JobState.HELD)),
    models.Index(
        fields=["erase_requested_at"],
        name="jobs_to_be_erased",
        condition=Q(erase_requested_at__isnull=False),
    ),
]
