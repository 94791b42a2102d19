"""No URLs: every known host has its own list, and a host that names none has nothing."""

urlpatterns: list[object] = []
# What fails before the host is known, such as the database being away, is said from here.
handler500 = "portal_api.shell.errors.unavailable"
