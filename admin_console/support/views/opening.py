"""A new lender: one form makes it live, and its first administrator is invited."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from admin_console.shared.visits import Visit
from portal_api.identity.asker import client_address
from portico_kernel.errors import PorticoError
from tenants.fleet.errors import NoSpareSchema
from tenants.fleet.spares import spares_left

from ..doors import support_action, support_form
from ..forms import AdministratorForm, NewLenderForm
from ..operations import Administrator, NotInvited, invite_administrator, open_lender
from ..queries import present_lender
from .lenders import lender_page


@support_form
def new_lender(visit: Visit) -> HttpResponse:
    """Make a lender live; what was typed is kept where something is wrong with it."""
    form = NewLenderForm(visit.request.POST if visit.posted else None, initial={"form": str(uuid.uuid4())})
    is_full = False
    if visit.posted and form.is_valid():
        asked = form.asked()
        try:
            lender = open_lender(asked=asked, address=client_address(visit.request), actor=visit.actor, now=visit.now)
            said = f"{lender.name} is live. An invitation is on its way to {asked.administrator.email}."
            return visit.done(said, "support:lender", lender.id)
        except NotInvited as error:
            return visit.done(error.message, "support:lender", error.lender.id, tone="bad")
        except NoSpareSchema as error:
            form.http_status, is_full = error.status, True
        except PorticoError as error:
            form.refuse(error)
    context = {
        "form": form,
        "is_full": is_full,
        "is_empty": not visit.posted and not spares_left(),
    }
    return visit.page("support/new_lender.html", context, status=form.http_status)


@support_action
def administrator(visit: Visit, lender_id: uuid.UUID) -> HttpResponse:
    """Invite the first administrator again, or somebody else in their place."""
    lender = present_lender(lender_id)
    form = AdministratorForm(visit.request.POST)
    if form.is_valid():
        asked = Administrator(form.cleaned_data["name"], form.cleaned_data["email"])
        try:
            invite_administrator(
                lender_id=lender.id,
                administrator=asked,
                address=client_address(visit.request),
                actor=visit.actor,
                now=visit.now,
            )
            return visit.done(f"An invitation is on its way to {asked.email}.", "support:lender", lender.id)
        except PorticoError as error:
            form.refuse(error)
    return lender_page(visit, lender, form)
