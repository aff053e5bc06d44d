from django.apps import AppConfig


class IamConfig(AppConfig):
    name = "kmsportal.iam"
    label = "iam"
