from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "leitai.web"
    label = "web"
