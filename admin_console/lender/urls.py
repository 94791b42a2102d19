"""The lender console's addresses, under /console/ on the lender's own host."""

from django.urls import path, re_path

from admin_console.shared.doors import nothing_for
from admin_console.shared.entering import entering_urls
from admin_console.shared.own_login import keep_session, own_password_page
from portal_api.identity.roles import Action

from .doors import ENTRANCE, staff_action, staff_page, visit_of
from .views import accounts, audit, bank, borrowers, brand, files, home, payments, sections, staff, tickets

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    *entering_urls(ENTRANCE),
    path("password", staff_page(Action.READ, writes=Action.READ)(own_password_page), name="password"),
    path("session", staff_action(Action.READ, back="console:home")(keep_session), name="session"),
    path("borrowers/", borrowers.borrowers, name="borrowers"),
    path("borrowers/invite/", borrowers.invite, name="invite"),
    path("borrowers/<uuid:user_id>/", borrowers.borrower, name="borrower"),
    path("borrowers/<uuid:user_id>/invitation", borrowers.resend, name="borrower-invitation"),
    path("borrowers/<uuid:user_id>/grant", borrowers.grant, name="borrower-grant"),
    path("borrowers/<uuid:user_id>/revoke", borrowers.revoke, name="borrower-revoke"),
    path("borrowers/<uuid:user_id>/close", borrowers.close, name="borrower-close"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:account_id>/", accounts.account, name="account"),
    path("accounts/<uuid:account_id>/revoke", accounts.revoke, name="account-revoke"),
    path("payments/", payments.payments, name="payments"),
    path("payments/<uuid:payment_id>/", payments.payment, name="payment"),
    path("payments/<uuid:payment_id>/cancel", payments.cancel, name="payment-cancel"),
    path("files/", files.list_files, name="files"),
    path("files/returns", files.read_returns, name="read-returns"),
    path("files/returns/<uuid:file_id>/", files.returns, name="returns"),
    path("files/returns/<uuid:file_id>/looked-at", files.look_at, name="returns-looked-at"),
    path("files/<int:number>/", files.file, name="file"),
    path("files/<int:number>/sent", files.send, name="file-sent"),
    path("files/<int:number>/accept", files.accept, name="file-accept"),
    path("files/<int:number>/reject", files.reject, name="file-reject"),
    path("files/<int:number>/download", files.download, name="file-download"),
    path("bank/", bank.bank, name="bank"),
    path("sections/", sections.sections, name="sections"),
    path("sections/<slug:key>/ask", sections.ask, name="ask"),
    path("sections/<slug:key>/turn", sections.turn, name="turn"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/<int:number>/", tickets.ticket, name="ticket"),
    path("brand/", brand.brand, name="brand"),
    path("staff/", staff.staff, name="staff"),
    path("staff/role", staff.role, name="staff-role"),
    path("staff/close", staff.close, name="staff-close"),
    path("staff/invitation", staff.resend, name="staff-invitation"),
    path("audit/", audit.audit, name="audit"),
    # Else the web app, which stands at every other path of this host, would answer.
    re_path(r"", nothing_for(visit_of), name="nothing"),
]
