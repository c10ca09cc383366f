from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReorganisationConfig(AppConfig):
    name = "quantriet.reorganisation"
    verbose_name = _("Reorganisation")
    default_auto_field = "django.db.models.BigAutoField"
