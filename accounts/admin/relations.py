from typing import ClassVar

from django.contrib import admin

from accounts.models import Block, Follow
from lib.admin import ReadOnlyAdmin


@admin.register(Follow)
class FollowAdmin(ReadOnlyAdmin):
    """Who follows whom."""

    list_display: ClassVar[tuple[str, ...]] = ("follower", "followed", "at")
    list_select_related = ("follower", "followed")
    search_fields = ("=follower__handle", "=followed__handle")
    show_full_result_count = False


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    """Who blocks whom."""

    list_display: ClassVar[tuple[str, ...]] = ("blocker", "blocked", "at")
    list_select_related = ("blocker", "blocked")
    search_fields = ("=blocker__handle", "=blocked__handle")
    show_full_result_count = False
