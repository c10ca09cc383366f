from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferenceConfig(AppConfig):
    name = "quantriet.conference"
    verbose_name = _("Conference")
    default_auto_field = "django.db.models.BigAutoField"
