from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "leitai.apps.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.units import policies  # noqa: F401  registers the permissions
