"""The product's settings with one more app for lenders' schemas, for the processes that act as the owner."""

from portico.settings import *  # noqa: F403
from portico.settings import INSTALLED_APPS as PRODUCTS_APPS
from portico.settings import TENANT_APPS as PRODUCTS_TENANT_APPS

TENANT_APPS = [*PRODUCTS_TENANT_APPS, "tests.bench.growing"]
INSTALLED_APPS = [*PRODUCTS_APPS, "tests.bench.growing"]
# Written by tests.bench.growing.steps into a folder of the run.
MIGRATION_MODULES = {"growing": "bench_migrations"}
