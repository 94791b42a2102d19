"""The operator's host: the support console."""

from django.urls import include, path

urlpatterns = [
    path("demo/", include("portico.demo.urls")),
    path("", include("admin_console.support.urls")),
]
handler404 = "admin_console.shared.errors.not_found"
handler500 = "admin_console.shared.errors.server_error"
