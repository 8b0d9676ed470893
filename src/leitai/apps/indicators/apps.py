from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "leitai.apps.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.indicators import policies  # noqa: F401  registers the permissions
