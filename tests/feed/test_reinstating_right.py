"""The right to take posts down is one to show them again: whoever has it keeps it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from config.staff import MODERATORS, bring_up_to_date

renaming = import_module("feed.migrations.0011_staff_reinstate")


@pytest.mark.django_db
def test_whoever_could_take_down_can_reinstate_and_the_role_stays_whole() -> None:
    bring_up_to_date()
    role = Group.objects.get(name=MODERATORS)
    before = set(role.permissions.values_list("pk", flat=True))
    right = Permission.objects.get(content_type__app_label="feed", codename="reinstate_post")
    Permission.objects.filter(pk=right.pk).update(codename="take_down_post", name="Can take down")
    renaming.rename(apps, None)
    right.refresh_from_db()
    assert (right.codename, "take" in right.name) == ("reinstate_post", False)
    bring_up_to_date()
    assert set(role.permissions.values_list("pk", flat=True)) == before
