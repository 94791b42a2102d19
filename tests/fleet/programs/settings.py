"""The product's settings with one app more, which has more migrations where GROWN stands in the environment."""

import os

from portico.settings import *  # noqa: F403
from portico.settings import INSTALLED_APPS, TENANT_APPS

TENANT_APPS = [*TENANT_APPS, "tests.fleet.growing"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.fleet.growing"]
MIGRATION_MODULES = {"growing": "tests.fleet.growing.grown.migrations"} if "GROWN" in os.environ else {}
