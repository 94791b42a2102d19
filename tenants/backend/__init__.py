"""Django loads ``tenants.backend.base`` from here."""
