"""Every event is read by people or is silent, in closed texts that name nobody to the young."""

from typing import Any

import pytest

from inbox import event_types, notices
from inbox.notices import Audience, Category, Notice, for_all

ALL = notices.listing()


def events_of_the_product() -> set[str]:
    return {one.name for one in event_types.listing() if not one.name.startswith("test.")}


def test_every_event_has_a_notice_or_a_reason_to_be_silent() -> None:
    said = {notice.type for notice in ALL} | set(notices.silent())
    assert said == events_of_the_product()
    assert all(len(reason) >= 12 for reason in notices.silent().values())


def test_what_a_guardian_is_told_the_teen_is_told_too() -> None:
    to_guardians = [notice for notice in ALL if Audience.GUARDIAN in notice.texts()]
    assert to_guardians
    assert all(Audience.TEEN in notice.texts() for notice in to_guardians)


@pytest.mark.parametrize("audience", [Audience.TEEN, Audience.GUARDIAN])
def test_no_text_for_teens_or_guardians_names_anybody(audience: Audience) -> None:
    texts = [str(notice.texts()[audience]) for notice in ALL if audience in notice.texts()]
    assert texts
    assert not [text for text in texts if "{" in text or "@" in text]


@pytest.mark.parametrize(
    "notice",
    [
        Notice("test.made", Category.PEOPLE, teen="Somebody."),
        Notice("test.made", Category.FAMILY, guardian="Somebody."),
        Notice("test.made", Category.PEOPLE, adult="Hello.", guardian="Hello."),
        Notice("test.made", Category.PEOPLE, adult="{prompt}", teen="Somebody."),
        for_all("test.made", Category.PEOPLE, "@{person} follows you."),
    ],
)
def test_a_notice_that_leaves_somebody_out_or_says_too_much_is_refused(notice: Notice) -> None:
    with pytest.raises(ValueError, match=r"test\.made"):
        notices.register(notice)
    assert notices.find("test.made") is None


def test_a_type_is_read_or_silent_and_never_both() -> None:
    with pytest.raises(ValueError, match="twice"):
        notices.register(for_all("generation.progress", Category.VIDEOS, "More."))
    notices._notices.pop("generation.progress")
    with pytest.raises(ValueError, match="twice"):
        notices.register_silent({"person.followed": "nobody wants to know"})
    notices._silent.pop("person.followed")


@pytest.mark.django_db
def test_whoever_is_not_known_to_be_an_adult_reads_what_is_for_teens(
    creator: Any, teen: Any
) -> None:
    notice = notices.find("person.followed")
    family = notices.find("family.link_ended")
    staff = notices.find("bank.entry_doubted")
    assert notice
    assert family
    assert staff
    assert notice.audience_of(creator) == Audience.ADULT
    assert family.audience_of(creator) == Audience.GUARDIAN
    assert notice.audience_of(teen) == family.audience_of(teen) == Audience.TEEN
    assert staff.audience_of(teen) is None
