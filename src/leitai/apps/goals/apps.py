from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "leitai.apps.goals"
    label = "goals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.goals import policies  # noqa: F401  registers the permissions
