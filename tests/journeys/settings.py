"""The product's own settings with a copy of the built web app: a build during the journeys cannot pull it away."""

import os
from pathlib import Path

from portico.settings import *  # noqa: F403

PORTICO_WEB_DIST = Path(os.environ["JOURNEYS_WEB_DIST"])
STATICFILES_DIRS = [("web", PORTICO_WEB_DIST)]
