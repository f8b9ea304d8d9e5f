"""The pages that change banks: each calls a service, which is where it is decided who may."""

from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from accounts.api.access import viewer_of
from lib.actors import Actor
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError
from moderation.admin.term_forms import FillForm, NewBankForm, SettingsForm, SwitchForm
from moderation.categories import Category, Surface
from moderation.detectors.lexicon.terms import Edges
from moderation.models import Term, TermBank
from moderation.services.terms.editing import (
    change_bank,
    create_bank,
    editor,
    insisting,
    remove_term,
    switch_term,
)
from moderation.services.terms.files import Sheet, UnreadableFile, read_csv, read_lines, write_csv
from moderation.services.terms.filling import add_terms, plan

SHOWN_FAULTS = 20
Row = TypeVar("Row", bound=Model)


class EditorView(ServiceFormView[Any]):
    """DomainErrors at the door lead back to the index."""

    template_name = "moderation/admin/terms_form.html"
    button = ""
    actor: Actor

    def open(self) -> None:
        self.actor = _editor(self.request)

    def bank(self) -> TermBank:
        return _row(TermBank.objects.all(), self.kwargs["bank_id"])

    def shown(self) -> dict[str, Any]:
        return {"button": self.button}

    def onward(self) -> str:
        return reverse("admin:moderation_termbank_changelist")


class NewBankView(EditorView):
    form_class = NewBankForm
    title, button = "A new bank of terms", "Make the bank"

    def act(self, data: dict[str, Any]) -> str:
        create_bank(
            name=data["name"],
            category=Category(data["category"]),
            score=data["score"],
            edges=Edges(data["edges"]),
            surfaces=map(Surface, data["surfaces"]),
            note=data["note"],
            actor=self.actor,
        )
        return "Made."


class ChangeBankView(EditorView):
    form_class = SettingsForm
    title, button = "Change a bank of terms", "Change the bank"

    def get_initial(self) -> dict[str, Any]:
        bank = self.bank()
        return {name: getattr(bank, name) for name in SettingsForm.base_fields}

    def act(self, data: dict[str, Any]) -> str:
        surfaces = list(map(Surface, data.pop("surfaces")))
        change_bank(bank=self.bank(), actor=self.actor, surfaces=surfaces, **data)
        return "Changed."


class FillView(EditorView):
    form_class = FillForm
    title, button = "Add terms to a bank", "Go"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        bank, data = self.bank(), form.cleaned_data
        try:
            sheet = _sheet(data, Edges(bank.edges))
        except UnreadableFile as fault:
            form.add_error(None, f"Not a file of terms: {fault}.")
            return self.form_invalid(form)
        for wrong in sheet.faults[:SHOWN_FAULTS]:
            form.add_error(None, f"Line {wrong.line}: {wrong.reason}")
        if not sheet.drafts and not sheet.faults:
            form.add_error(None, "There is no term in it.")
        if form.errors:
            return self.form_invalid(form)
        return self._planned(bank, sheet, form)

    def _planned(self, bank: TermBank, sheet: Sheet, form: forms.Form) -> HttpResponse:
        data, planned = form.cleaned_data, plan(bank, sheet.drafts)
        told = f"{len(planned.new)} new, {planned.known} known. {planned.alarm.said}"
        try:
            if data["dry_run"]:
                messages.info(self.request, f"{told} Nothing was changed.")
                return self.render_to_response(self.get_context_data(form=form))
            add_terms(
                bank=bank, planned=planned, source=data["source"], actor=self.actor,
                force=data["force"] and insisting(viewer_of(self.request)),
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, refusal.detail)
            return self.form_invalid(form)
        messages.success(self.request, f"Added. {told}")
        return redirect(self.onward())


class SwitchTermView(EditorView):
    form_class = SwitchForm
    title, button = "Switch or remove a term", "Do it"

    def act(self, data: dict[str, Any]) -> str:
        term = _row(Term.objects.select_related("bank"), self.kwargs["term_id"])
        if data["action"] == SwitchForm.REMOVED:
            remove_term(term=term, actor=self.actor)
            return "Removed."
        until = data["until"] if data["action"] == SwitchForm.OFF else None
        switch_term(term=term, until=until, actor=self.actor)
        return "Switched off." if until else "Switched on."

    def onward(self) -> str:
        return reverse("admin:moderation_term_changelist")


class ExportView(View):
    """The bank as a file, for who may edit it."""

    model_admin: Any = None

    def get(self, request: HttpRequest, bank_id: str) -> HttpResponseBase:
        actor = _editor(request)
        bank = _row(TermBank.objects.all(), bank_id)
        answer = StreamingHttpResponse(write_csv(bank, actor=actor), content_type="text/csv")
        answer["Content-Disposition"] = f'attachment; filename="{bank.name}.csv"'
        return answer


def _editor(request: HttpRequest) -> Actor:
    return editor(viewer_of(request))


def _sheet(data: dict[str, Any], edges: Edges) -> Sheet:
    if data["file"]:
        return read_csv(data["file"].read(), edges=edges)
    return read_lines(data["terms"], edges=edges)


def _row(rows: QuerySet[Row], key: str) -> Row:
    try:
        return rows.get(pk=key)
    except (ValidationError, ObjectDoesNotExist):
        raise Http404 from None
