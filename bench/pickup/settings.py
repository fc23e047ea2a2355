"""The dashboard's settings with that task."""

from jogg_dashboard.settings import *  # noqa: F403
from jogg_dashboard.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.pickup"]
