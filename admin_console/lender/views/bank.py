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


def _line(label: str, help_text: str, *, most: int, digits: bool = False) -> forms.CharField:
    """One line of text, which may stay empty until it is known; ``most`` letters at the most."""
    keys = {"inputmode": "numeric"} if digits else {}
    return forms.CharField(
        label=label, required=False, max_length=most, help_text=help_text, widget=forms.TextInput(attrs=keys)
    )


class BankForm(ConsoleForm):
    """The fields of the profile; what each must be is checked by the operation."""

    marks_optional = False

    bank_name = _line("Bank", "The name of the bank that takes your files.", most=60)
    destination_routing = _line("Its routing number", "Nine digits.", most=20, digits=True)
    origin_id = _line("Origin ID", "From the bank: nine digits, or ten characters.", most=20)
    odfi_id = _line("Originating bank’s ID", "The first eight digits of its routing number.", most=20, digits=True)
    company_name = _line("Company name", "What payers see on their bank statements. At most 16 characters.", most=60)
    company_id = _line("Company ID", "Assigned by the bank: at most ten characters.", most=20)
    entry_description = _line(
        "Purpose", "What payers see as the reason, such as LOAN PMT. At most 10 characters.", most=30
    )
    cutoffs = _line(
        "Cut-off times",
        "Your office’s time on each banking day, such as 11:00, 16:30. A file is made at each.",
        most=120,
    )
    effective_days = forms.TypedChoiceField(
        label="Entries settle",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Choose"), (1, "1 banking day after the file"), (2, "2 banking days after the file")],
        help_text="As agreed with your bank.",
    )

    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under three headings."""
        return [(title, [self[name] for name in names]) for title, names in _PARTS]

    def typed(self) -> dict[str, Any]:
        """What was typed, with the cut-offs as a list."""
        return {**self.cleaned_data, "cutoffs": self.cleaned_data["cutoffs"].replace(",", " ").split()}


_PARTS = (
    ("Your bank", ("bank_name", "destination_routing", "origin_id", "odfi_id")),
    ("You, as payers see you", ("company_name", "company_id", "entry_description")),
    ("When payments are collected", ("cutoffs", "effective_days")),
)


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
