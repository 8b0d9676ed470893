from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    name = "leitai.apps.periods"
    label = "periods"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.periods import policies  # noqa: F401  registers the permissions
