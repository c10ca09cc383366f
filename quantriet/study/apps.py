from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudyConfig(AppConfig):
    name = "quantriet.study"
    verbose_name = _("Study")
    default_auto_field = "django.db.models.BigAutoField"
