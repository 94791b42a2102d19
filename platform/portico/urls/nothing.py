"""No URLs: every known host has its own list, and a host that names none has nothing."""

urlpatterns: list[object] = []
