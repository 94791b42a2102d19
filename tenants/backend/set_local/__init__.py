"""Django loads ``tenants.backend.set_local.base`` from here: PORTICO_POOLER=transaction."""
