from django.apps import AppConfig


class KmsportalConfig(AppConfig):
    name = "kmsportal"
