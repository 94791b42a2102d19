"""The product's settings with one app more, in the version that GROWN in the environment names."""

import os

from portico.settings import *  # noqa: F403
from portico.settings import INSTALLED_APPS, TENANT_APPS

TENANT_APPS = [*TENANT_APPS, "tests.fleet.growing"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.fleet.growing"]
VERSION = os.environ.get("GROWN", "")
MIGRATION_MODULES = {"growing": f"tests.fleet.growing.{VERSION}.migrations"} if VERSION else {}
