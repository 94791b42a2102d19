"""The WSGI entry point: persistent connections over WSGI were three times faster than ASGI here."""

import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError

from tenants.backend.poolers import check_route_to_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")
application = get_wsgi_application()
# Behind a pooler that would mix lenders the process does not come up: UnsafePooler says what to set.
check_route_to_database()

from tenants.snapshot import know_hosts  # noqa: E402  # models can be imported from here on

with suppress(DatabaseError):  # while the database is away each request reads its own host, once it is back
    know_hosts()
