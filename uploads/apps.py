from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UploadsConfig(AppConfig):
    name = "uploads"

    def ready(self) -> None:
        """The worker looks for tasks in modules called `tasks` only."""
        autodiscover_modules("conversion_tasks", "import_tasks")
