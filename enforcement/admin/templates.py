"""Templates of statements: for whoever decides to read, for few to write."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from enforcement.limits import STATEMENT_CHARACTERS
from enforcement.models import ReplyTemplate
from enforcement.models.reply_templates import LONGEST_TITLE
from enforcement.policies import EDIT_TEMPLATES, OF_QUEUE
from enforcement.reasons import CODES
from enforcement.services.reply_templates import (
    KNOWN,
    is_malformed,
    retire_template,
    write_template,
)
from lib.admin import is_staff
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError
from lib.selecting import with_public_id

READ_BY = (EDIT_TEMPLATES, *OF_QUEUE.values())


class TemplateForm(forms.Form):
    """All of one."""

    policy = forms.ChoiceField(choices=CODES, label="Rule", widget=UnfoldAdminSelectWidget)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget)
    title = forms.CharField(max_length=LONGEST_TITLE, widget=UnfoldAdminTextInputWidget)
    text = forms.CharField(
        max_length=STATEMENT_CHARACTERS,
        label="Text. Filled in by itself: "
        + ", ".join(f"{{{{{one}}}}}" for one in KNOWN)
        + ". Any other {{place}} is written in by whoever decides.",
        widget=UnfoldAdminTextareaWidget,
    )

    def clean_text(self) -> str:
        """What the service refuses too is told here beside whatever else is wrong."""
        text: str = self.cleaned_data["text"]
        if is_malformed(text):
            raise forms.ValidationError("Places are written like {{handle}}.")
        return text


class WriteView(ServiceFormView[TemplateForm]):
    """A new one, or another in the place of one."""

    form_class = TemplateForm
    template_name = "enforcement/admin/template_form.html"
    title = "Template of statements"
    row: ReplyTemplate | None = None

    def open(self) -> None:
        """Raises PermissionDenied for whoever may not write."""
        if not self.request.user.has_perm(EDIT_TEMPLATES):
            raise PermissionDenied
        if "template_id" in self.kwargs:
            self.row = with_public_id(ReplyTemplate.objects.all(), self.kwargs["template_id"])

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        names = ("policy", "language", "title", "text")
        return {name: getattr(row, name) for name in names} if row else {}

    def act(self, data: dict[str, Any]) -> str:
        row = write_template(**data, by=viewer_of(self.request), replaces=self.row)
        return f"Written: {row.public_id}."

    def field_of(self, error: DomainError) -> str | None:
        return error.attr if error.attr in self.form_class.base_fields else None

    def onward(self) -> str:
        return reverse("admin:enforcement_replytemplate_changelist")


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(ActingAdmin):
    """What statements begin with, by rule and language."""

    list_display: ClassVar[tuple[str, ...]] = ("public_id", "policy", "language", "title", "live")
    list_filter = ("policy", "language")
    ordering = ("policy", "language", "title", "-added_at")
    fields = ("public_id", "policy", "language", "title", "text", "added_at", "retired_at")
    readonly_fields = fields
    actions: ClassVar[list[str]] = ["retire"]
    change_list_template = "enforcement/admin/templates.html"
    change_form_template = "enforcement/admin/template.html"
    show_full_result_count = False

    @admin.display(description="offered", boolean=True)
    def live(self, row: ReplyTemplate) -> bool:
        """Whether whoever decides may choose it."""
        return row.retired_at is None

    @admin.action(description="Offer them no more", permissions=["write"])
    def retire(self, request: HttpRequest, queryset: QuerySet[ReplyTemplate]) -> None:
        """They stay to be read."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda row: retire_template(template=row, by=by))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(WriteView.as_view(model_admin=self))
        own = [
            path("new/", view, name="enforcement_template_new"),
            path("<path:template_id>/edit/", view, name="enforcement_template_edit"),
        ]
        return [*own, *super().get_urls()]

    def has_write_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm(EDIT_TEMPLATES)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever decides, and whoever writes them."""
        return is_staff(request) and any(map(request.user.has_perm, READ_BY))

    has_module_permission = has_view_permission
