"""Conferences as they were held."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from quantriet.conference.rules import Form


class Conference(models.Model):
    """One conference of one unit: a fact of its own, whichever obligations it answers."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="conferences")
    documents = models.ManyToManyField("documents.Document", related_name="conferences")
    held_on = models.DateField()
    form = models.CharField(max_length=12, choices=Form.choices)
    presenter = models.ForeignKey("org.Person", on_delete=models.PROTECT, null=True, related_name="+")  # null: a guest
    presenter_name = models.CharField(max_length=200)  # name and position as on that day
    presenter_position = models.CharField(max_length=200, blank=True)
    presenter_was_head = models.BooleanField()
    venue_attendees = models.PositiveIntegerField(default=0)  # the four populations are never added up
    class_learners = models.PositiveIntegerField(default=0)
    make_up_learners = models.PositiveIntegerField(default=0)
    viewers = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(form__in=Form.values), name="conference_form_known"),
            models.CheckConstraint(condition=~Q(presenter_name=""), name="conference_has_presenter"),
            models.CheckConstraint(
                condition=Q(presenter_was_head=False) | Q(presenter__isnull=False), name="conference_guest_is_not_head"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-held_on"], name="conference_of_unit")]  # what a unit has held

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y} – {self.presenter_name}"
