from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class DashboardConfig(AppConfig):
    name = "jogg_dashboard"

    def ready(self) -> None:
        """Errors are reported to Sentry only where that is wanted; else not even its library is loaded."""
        if settings.SENTRY_DSN:
            import_module("jogg_dashboard.error_reports").start()
