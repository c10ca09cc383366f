from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "quantriet.jobs"
    default_auto_field = "django.db.models.BigAutoField"
