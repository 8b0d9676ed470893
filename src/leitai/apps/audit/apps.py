from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "leitai.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.audit import policies  # noqa: F401  registers the permissions
