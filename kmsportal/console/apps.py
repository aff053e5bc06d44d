from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "kmsportal.console"
    label = "console"
