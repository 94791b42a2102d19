"""The bank profile: how this lender's bank takes files, and what is still missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from admin_console.shared.forms import ConsoleForm
from portal_api.eft.models import EftProfile
from portal_api.eft.operations import save_profile
from portal_api.eft.queries import get_profile, next_window, readiness
from portal_api.identity.roles import Action
from portico_kernel.errors import PorticoError

from ..doors import StaffVisit, staff_page


class BankForm(ConsoleForm):
    """The fields of the profile; what each must be is checked by the operation."""

    marks_optional = False

    bank_name = forms.CharField(
        label="Bank", required=False, max_length=60, help_text="The name of the bank that takes your files."
    )
    destination_routing = forms.CharField(
        label="Its routing number",
        required=False,
        max_length=20,
        help_text="Nine digits.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    origin_id = forms.CharField(
        label="Origin id",
        required=False,
        max_length=20,
        help_text="From the bank: nine digits, or ten characters.",
    )
    odfi_id = forms.CharField(
        label="Originating bank’s id",
        required=False,
        max_length=20,
        help_text="The first eight digits of its routing number.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    company_name = forms.CharField(
        label="Company name",
        required=False,
        max_length=60,
        help_text="What payers see on their bank statements. At most 16 characters.",
    )
    company_id = forms.CharField(
        label="Company id", required=False, max_length=20, help_text="Assigned by the bank: at most ten characters."
    )
    entry_description = forms.CharField(
        label="Purpose",
        required=False,
        max_length=30,
        help_text="What payers see as the reason, such as LOAN PMT. At most 10 characters.",
    )
    cutoffs = forms.CharField(
        label="Cut-off times",
        required=False,
        max_length=120,
        help_text="Your office’s time on each banking day, such as 11:00, 16:30. A file is made at each.",
    )
    effective_days = forms.TypedChoiceField(
        label="Entries settle",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Choose"), (1, "1 banking day after the file"), (2, "2 banking days after the file")],
        help_text="As agreed with your bank.",
    )

    def typed(self) -> dict[str, Any]:
        """What was typed, with the cut-offs as a list."""
        return {**self.cleaned_data, "cutoffs": self.cleaned_data["cutoffs"].replace(",", " ").split()}


@staff_page(Action.READ, writes=Action.EFT_PROFILE_EDIT)
def bank(visit: StaffVisit) -> HttpResponse:
    """The profile with its readiness; administrators change it here."""
    profile = get_profile()
    form = BankForm(visit.request.POST) if visit.posted else BankForm(initial=_stored(profile))
    if visit.posted and form.is_valid():
        try:
            save_profile(**form.typed(), actor=visit.actor, now=visit.now)
            return visit.done("The bank profile is saved.", "console:bank")
        except PorticoError as error:
            form.refuse(error)
    missing = readiness()
    may_edit = visit.may(Action.EFT_PROFILE_EDIT)
    if not may_edit:
        for field in form.fields.values():
            field.disabled = True
    context = {
        "form": form,
        "profile": profile,
        "missing": missing,
        "window": None if missing else next_window(visit.now),
        "may_edit": may_edit,
        "zone": visit.lender.time_zone,
    }
    return visit.page("lender/bank.html", context, status=form.http_status)


def _stored(profile: EftProfile | None) -> dict[str, Any]:
    if profile is None:
        return {"entry_description": "LOAN PMT"}
    plain = {name: getattr(profile, name) for name in BankForm.base_fields if name != "cutoffs"}
    return {**plain, "cutoffs": ", ".join(profile.cutoffs)}
