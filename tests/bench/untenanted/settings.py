"""The product's settings, but one schema for ever: no lender to look up, no door, no router, no position."""

import os

from portico.settings import *  # noqa: F403
from portico.settings import DATABASES as PRODUCTS_DATABASES
from portico.settings import MIDDLEWARE as PRODUCTS_MIDDLEWARE

ONE_LENDER = "tests.bench.untenanted.lender.OneLenderMiddleware"
MIDDLEWARE = [ONE_LENDER if name == "tenants.middleware.LenderMiddleware" else name for name in PRODUCTS_MIDDLEWARE]
ROOT_URLCONF = "portico.urls.lender"
# The schema and the role of a lender of the product, so that tables, rows and rights are the same ones.
_STANDING = f"-c search_path={os.environ['BENCH_SCHEMA']},public -c role={os.environ['BENCH_ROLE']}"
DATABASES = {
    "default": {
        **PRODUCTS_DATABASES["default"],
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"options": _STANDING},
    }
}
DATABASE_ROUTERS = []
