"""Django-tenants' own backend, router and commands, with the product's apps and one login that owns it all."""

from portico.settings import DATABASES as PRODUCTS_DATABASES
from tests.bench.growing.settings import *  # noqa: F403
from tests.bench.growing.settings import INSTALLED_APPS as PRODUCTS_APPS

DATABASES = {"default": {**PRODUCTS_DATABASES["default"], "ENGINE": "django_tenants.postgresql_backend"}}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
INSTALLED_APPS = ["django_tenants", *PRODUCTS_APPS]
