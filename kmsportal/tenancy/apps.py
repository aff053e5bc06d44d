from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "kmsportal.tenancy"
    label = "tenancy"
