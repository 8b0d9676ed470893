from django.apps import AppConfig


class StandingsConfig(AppConfig):
    name = "leitai.apps.standings"
    label = "standings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.standings import handlers, policies  # noqa: F401  rules and events
