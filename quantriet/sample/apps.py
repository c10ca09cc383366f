from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SampleConfig(AppConfig):
    name = "quantriet.sample"
    verbose_name = _("Sample world")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quantriet.kernel import clock
        from quantriet.sample.queries import now

        clock.set_source(now)  # gives the machine's own time wherever no sample world is loaded
