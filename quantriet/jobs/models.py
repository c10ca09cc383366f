"""How far long jobs are."""

from django.db import models
from django.db.models import F, Q


class Progress(models.Model):
    """So many of so many done; only a sign for the eye, never the truth about the work."""

    topic = models.CharField(max_length=60, primary_key=True)  # the live topic of the thing worked on
    done = models.PositiveIntegerField()
    total = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(done__lte=F("total")), name="progress_within_total")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.done}/{self.total}"
