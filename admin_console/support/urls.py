"""The support console's addresses, on the operator's host."""

from django.urls import path
from django.views.generic import RedirectView

from .views import audit, entering, lenders, theme, tickets

app_name = "support"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="support:tickets"), name="home"),
    path("sign-in", entering.sign_in, name="sign-in"),
    path("sign-out", entering.sign_out, name="sign-out"),
    path("forgot-password", entering.forgot_password, name="forgot-password"),
    path("reset-password", entering.reset_password, name="reset-password"),
    path("invitation", entering.invitation, name="invitation"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/<int:number>/", tickets.ticket, name="ticket"),
    path("tickets/<int:number>/carry-out", tickets.carry_out, name="carry-out"),
    path("tickets/<int:number>/decline", tickets.decline, name="decline"),
    path("lenders/", lenders.lenders, name="lenders"),
    path("lenders/<uuid:lender_id>/", lenders.lender, name="lender"),
    path("history/", audit.audit, name="audit"),
    path("theme/<slug:css_hash>.css", theme.theme, name="theme"),
]
