from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "leitai.apps.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.publishing import policies  # noqa: F401  registers the permissions
