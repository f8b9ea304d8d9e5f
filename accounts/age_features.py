"""What this room tells the predictor: names and bios, and follows in both directions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.ages import is_adult_now
from accounts.models import Follow, User
from accounts.prediction.features import FeatureSource
from accounts.prediction.words import count_words


def _count(person_id: UUID, since: datetime) -> Mapping[str, int]:
    person = User.objects.get(pk=person_id)
    back = Follow.objects.filter(follower=OuterRef("followed"), followed=person)
    mutuals = Follow.objects.filter(Exists(back), follower=person)
    teens = mutuals.exclude(followed__in=User.objects.filter(is_adult_now()))
    words = count_words(text for text in (person.display_name, person.bio) if text)
    return {**words, "mutuals": mutuals.count(), "mutual_teens": teens.count()}


def _active(since: datetime) -> Iterable[UUID]:
    return Follow.objects.filter(at__gt=since).values_list("follower_id", flat=True)


SOURCE = FeatureSource("accounts", _count, _active)
