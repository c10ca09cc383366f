"""The day that the sample world plays."""

from django.db import models
from django.db.models import Q


class SampleClock(models.Model):
    """One row where a sample world is loaded, none elsewhere: a real system keeps real time."""

    world = models.CharField(max_length=40)  # which sample world: its name on the command line
    today = models.DateField()
    start = models.DateField()  # the day on which the world was handed over: "back to" leads there

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="sample_clock_only_one")]

    def __str__(self) -> str:
        return f"{self.world}: {self.today}"
