"""The borrower's API, app by app."""

from django.urls import include, path, re_path

from portal_api.http import not_found_view
from portal_api.shell.views import BootstrapView

urlpatterns = [
    path("bootstrap", BootstrapView.as_view()),
    path("", include("portal_api.identity.api.urls")),
    path("", include("portal_api.accounts.api.urls")),
    path("", include("portal_api.servicing.api.urls")),
    path("", include("portal_api.wallet.api.urls")),
    path("", include("portal_api.payments.api.urls")),
    re_path(r"", not_found_view),
]
