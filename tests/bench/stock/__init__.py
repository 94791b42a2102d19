"""The yardstick of the fleet: the same apps under django-tenants as it comes, on the same server."""
