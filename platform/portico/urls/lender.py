"""A lender's host: the borrower's API and web app, and the lender's console."""

from django.urls import include, path, re_path

from portal_api.shell import views as shell

urlpatterns = [
    path("api/v1/", include("portal_api.urls")),
    path("console/", include("admin_console.lender.urls")),
    path("theme/<slug:css_hash>.css", shell.theme),
    re_path(r"^brand/(?P<content_hash>[0-9a-f]{32})\.(?:png|webp|jpg)$", shell.brand_asset),
    path("favicon.ico", shell.favicon),
    path("demo/", include("portico.demo.urls")),
    re_path(r"^(?P<path>.*)$", shell.shell_page),
]
handler404 = "portal_api.shell.errors.not_found"
handler500 = "portal_api.shell.errors.server_error"
