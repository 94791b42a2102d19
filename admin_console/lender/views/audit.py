"""What was done at this lender, by whom, and why."""

from __future__ import annotations

from django.http import HttpResponse

from admin_console.shared.paging import page_of
from admin_console.shared.searching import words_typed
from portal_api.identity.roles import Action
from portico_kernel.audit.queries import audit_entries

from ..doors import StaffVisit, staff_page


@staff_page(Action.AUDIT_READ)
def audit(visit: StaffVisit) -> HttpResponse:
    """The change history, newest first."""
    words = words_typed(visit.request)
    return visit.page("lender/audit.html", {"page": page_of(visit.request, audit_entries(words=words)), "words": words})
