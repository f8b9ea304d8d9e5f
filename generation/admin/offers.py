from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.recorded_admin import RecordedAdmin
from generation.engines.base import SECONDS, Size
from generation.engines.registry import engine_names
from generation.models.offers import Band, Offer
from generation.services import offers


class OfferForm(forms.ModelForm[Offer]):
    """What there is to choose from, and nothing else."""

    engine = forms.ChoiceField(choices=lambda: [(name, name) for name in engine_names()])
    sizes = forms.MultipleChoiceField(
        choices=[(size.value, size.value) for size in Size], widget=forms.CheckboxSelectMultiple
    )
    seconds = forms.TypedMultipleChoiceField(
        choices=[(length, length) for length in SECONDS],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Offer
        fields = ("engine", "band", "sizes", "seconds", "is_default")


@admin.register(Offer)
class OfferAdmin(RecordedAdmin):
    """Which models, sizes and lengths each age band may ask for."""

    form = OfferForm
    list_display = ("engine", "band", "sizes", "seconds", "is_default", "set_by", "set_at")
    fields: ClassVar[tuple[str, ...]] = ("engine", "band", "sizes", "seconds", "is_default")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(offers.SET)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(offers.SET)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(offers.SET)

    def save_model(self, request: HttpRequest, obj: Offer, form: Any, change: bool) -> None:
        said = form.cleaned_data
        by = viewer_of(request)
        if change and {"engine", "band"} & set(form.changed_data):
            before = Offer.objects.get(pk=obj.pk)
            offers.withdraw_offer(by=by, engine=before.engine, band=Band(before.band))
        made = offers.set_offer(
            by=by,
            engine=said["engine"],
            band=Band(said["band"]),
            sizes=said["sizes"],
            seconds=said["seconds"],
            is_default=said["is_default"],
        )
        obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: Offer) -> None:
        by = viewer_of(request)
        offers.withdraw_offer(by=by, engine=obj.engine, band=Band(obj.band))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Offer]) -> None:
        for offer in queryset:
            self.delete_model(request, offer)
