"""A bank's entries out to a file and in from one."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import View

from accounts.api.access import viewer_of
from lib.admin_forms import ServiceFormView
from moderation.models import HashBank
from moderation.services.bank_files import BadLines, export_bank, import_bank
from moderation.services.banks import MANAGE

LARGEST = 8 << 20  # bytes; some 80,000 lines, more than people here will type


class ExportView(View):
    """GET gives all entries as CSV; the bank's name stands in the file's."""

    def get(self, request: HttpRequest, bank_id: str) -> HttpResponse:
        bank = _bank(bank_id)
        answer = HttpResponse(
            export_bank(bank=bank, by=viewer_of(request)), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{bank.name}.csv"'
        return answer


class ImportForm(forms.Form):
    """`dry_run` only tells what would happen."""

    file = forms.FileField()
    dry_run = forms.BooleanField(required=False, initial=True)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("This file is too large.")
        return file


class ImportView(ServiceFormView[ImportForm]):
    """All lines or none."""

    template_name = "moderation/admin/bank_import.html"
    form_class = ImportForm

    def open(self) -> None:
        self.bank = _bank(self.kwargs["bank_id"])
        self.title = f"Import to {self.bank}"
        if not self.request.user.has_perm(MANAGE):
            raise PermissionDenied

    def form_valid(self, form: ImportForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except BadLines as fault:
            for line, told in fault.lines:
                form.add_error("file", f"Line {line}: {told}")
            return self.form_invalid(form)

    def act(self, data: dict[str, Any]) -> str:
        text, dry_run = data["file"].read(), data["dry_run"]
        done = import_bank(bank=self.bank, text=text, by=viewer_of(self.request), dry_run=dry_run)
        told = "would be proposed" if dry_run else "proposed"
        return f"{done.lines} entries {told}; they meet {done.meets}."

    def onward(self) -> str:
        return reverse("admin:moderation_hashbank_changelist")


def _bank(text: str) -> HashBank:
    try:
        bank = HashBank.objects.filter(pk=UUID(text)).first()
    except ValueError:
        bank = None
    if bank is None:
        raise Http404
    return bank
