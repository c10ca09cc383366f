"""How many have studied what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class StudyCount(models.Model):
    """The figures of one unit on one day, about the documents of one cascade; a later count stands beside it."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="study_counts")
    documents = models.ManyToManyField("documents.Document", related_name="study_counts")
    counted_on = models.DateField()
    members = models.PositiveIntegerField()
    exempt = models.PositiveIntegerField(default=0)  # ill, abroad, excused: named, so that the denominator is clear
    attended = models.PositiveIntegerField()
    made_up = models.PositiveIntegerField(default=0)
    tested = models.PositiveIntegerField(null=True)  # null: not asked for, which is not the same as nobody
    reflections = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attended__lte=F("members") - F("exempt") - F("made_up")), name="studycount_within_obliged"
            ),
            models.CheckConstraint(
                condition=Q(tested__isnull=True) | Q(tested__lte=F("attended") + F("made_up")),
                name="studycount_tested_have_studied",
            ),
            models.CheckConstraint(
                condition=Q(reflections__isnull=True) | Q(reflections__lte=F("attended") + F("made_up")),
                name="studycount_reflections_of_studied",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-counted_on"], name="studycount_of_unit")]  # the latest count

    def __str__(self) -> str:
        return f"{self.attended + self.made_up}/{self.members - self.exempt}"
