"""Settings of the test suite: the product's own, with a cheap password hash and nothing from outside."""

import os

os.environ.setdefault("PORTICO_SECRET_KEY", "the test suite's key, which signs nothing that matters")
os.environ.setdefault("PORTICO_BASE_HOST", "testserver")
os.environ.setdefault("PORTICO_TLS", "false")

from portico.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each request asks for the epoch, so that a test sees a change at once; query counts raise this.
PORTICO_EPOCH_POLL_SECONDS = 0.0
