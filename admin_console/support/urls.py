"""The support console's addresses, on the operator's host."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from admin_console.shared.doors import nothing_for
from admin_console.shared.entering import entering_urls
from admin_console.shared.own_login import keep_session, own_password_page

from .doors import ENTRANCE, support_action, support_form, visit_of
from .views import audit, lenders, opening, theme, tickets

app_name = "support"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="support:tickets"), name="home"),
    *entering_urls(ENTRANCE),
    path("password", support_form(own_password_page), name="password"),
    path("session", support_action(keep_session), name="session"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/<int:number>/", tickets.ticket, name="ticket"),
    path("tickets/<int:number>/carry-out", tickets.carry_out, name="carry-out"),
    path("tickets/<int:number>/decline", tickets.decline, name="decline"),
    path("lenders/", lenders.lenders, name="lenders"),
    path("lenders/new", opening.new_lender, name="new-lender"),
    path("lenders/<uuid:lender_id>/", lenders.lender, name="lender"),
    path("lenders/<uuid:lender_id>/administrator", opening.administrator, name="administrator"),
    path("history/", audit.audit, name="audit"),
    path("theme/<slug:css_hash>.css", theme.theme, name="theme"),
    re_path(r"", nothing_for(visit_of), name="nothing"),
]
