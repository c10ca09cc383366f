"""The append-only record of acts."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One act: who, what, on which thing, when, and the facts needed to read it later."""

    at = models.DateTimeField()  # the instant of the act, as the product's clock showed it
    recorded_at = models.DateTimeField(db_default=Now())  # the instant of the database, always real
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.TextField()
    unit_id = models.BigIntegerField(null=True)  # the unit on whose behalf; no foreign key: audit stands below org
    verb = models.TextField()
    subject_type = models.TextField()
    subject_id = models.BigIntegerField()
    subject_name = models.TextField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__regex=r"^[a-z_]+(\.[a-z_]+){2}$"), name="entry_verb_has_three_parts"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="entry_of_subject"),  # history of one thing
            models.Index(fields=["unit_id", "-id"], name="entry_of_unit"),  # what is new around a unit
            models.Index(fields=["-at", "-id"], name="entry_newest"),  # the journal of a large branch, page by page
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_name}"
