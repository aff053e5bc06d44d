from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "kmsportal.rest"
    label = "rest"
