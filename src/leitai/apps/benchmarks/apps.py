from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    name = "leitai.apps.benchmarks"
    label = "benchmarks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.benchmarks import policies  # noqa: F401  registers the permissions
