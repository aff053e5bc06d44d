from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "kmsportal.sealing"
    label = "sealing"
