"""A bank's entries out to a file and in from one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, View

from accounts.models import User
from lib.errors import DomainError
from moderation.models import HashBank
from moderation.services.bank_files import BadLines, export_bank, import_bank
from moderation.services.banks import MANAGE

LARGEST = 8 << 20  # bytes; some 80,000 lines, more than people here will type


class ExportView(View):
    """GET gives all entries as CSV; the bank's name stands in the file's."""

    def get(self, request: HttpRequest, bank_id: str) -> HttpResponse:
        bank = _bank(bank_id)
        assert isinstance(request.user, User)  # noqa: S101 - admin_view has refused others
        answer = HttpResponse(
            export_bank(bank=bank, by=request.user), content_type="text/csv; charset=utf-8"
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


class ImportView(FormView[ImportForm]):
    """All lines or none."""

    template_name = "moderation/admin/bank_import.html"
    form_class = ImportForm
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.bank = _bank(kwargs["bank_id"])
        if not request.user.has_perm(MANAGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        return {**site, **super().get_context_data(**kwargs), "title": f"Import to {self.bank}"}

    def form_valid(self, form: ImportForm) -> HttpResponse:
        staff = self.request.user
        assert isinstance(staff, User)  # noqa: S101 - admin_view has refused others
        dry_run = form.cleaned_data["dry_run"]
        try:
            done = import_bank(
                bank=self.bank, text=form.cleaned_data["file"].read(), by=staff, dry_run=dry_run
            )
        except BadLines as fault:
            for line, told in fault.lines:
                form.add_error("file", f"Line {line}: {told}")
            return self.form_invalid(form)
        except DomainError as error:
            form.add_error(None, error.detail)
            return self.form_invalid(form)
        told = "would be proposed" if dry_run else "proposed"
        messages.success(self.request, f"{done.lines} entries {told}; they meet {done.meets}.")
        return redirect(reverse("admin:moderation_hashbank_changelist"))


def _bank(text: str) -> HashBank:
    try:
        bank = HashBank.objects.filter(pk=UUID(text)).first()
    except ValueError:
        bank = None
    if bank is None:
        raise Http404
    return bank
