"""Settings of the bare project: Django's own backend with a connection that stays open, and nothing else."""

import os

from portico.databases import database_from_url

SECRET_KEY = os.environ["PORTICO_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["tests.bench.bare.apps.BareConfig"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.bare.urls"
DATABASES = {
    "default": {**database_from_url(os.environ["DATABASE_URL"]), "ENGINE": "django.db.backends.postgresql"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
