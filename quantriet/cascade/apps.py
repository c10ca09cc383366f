from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class CascadeConfig(AppConfig):
    name = "quantriet.cascade"
    verbose_name = _("Cascade")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quantriet.cascade.rules.requirement import register

        for dotted in settings.REQUIREMENT_TYPES:  # the catalogue, named upstairs in config
            register(import_string(dotted)())

        from quantriet.cascade.tasks import FOLDED_EVERY, PLACED_EVERY, fold, place_on_time
        from quantriet.jobs.upkeep import steadily

        steadily(FOLDED_EVERY, fold)
        steadily(PLACED_EVERY, place_on_time)
