"""What was done on the platform."""

from __future__ import annotations

from django.http import HttpResponse

from admin_console.shared.paging import page_of
from admin_console.shared.searching import words_typed
from admin_console.shared.visits import Visit
from portico_kernel.audit.queries import audit_entries

from ..doors import support_page


@support_page
def audit(visit: Visit) -> HttpResponse:
    """The platform's change history, newest first."""
    words = words_typed(visit.request)
    return visit.page(
        "support/audit.html", {"page": page_of(visit.request, audit_entries(words=words)), "words": words}
    )
