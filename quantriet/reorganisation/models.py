"""Decisions that change the tree: as they are drafted, approved, put in force and undone."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from quantriet.reorganisation.rules.kinds import Kind, State
from quantriet.reorganisation.rules.plan import Line as LineFacts

_USER: dict[str, Any] = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "null": True, "related_name": "+"}


class Reorganisation(models.Model):
    """One decision with all the changes it makes, on one day."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")  # above all concerned; decides
    title = models.CharField(max_length=300)
    decision = models.CharField(max_length=200)  # its number, or what it is called
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    effective_on = models.DateField()
    reason = models.TextField(blank=True)  # why it is entered only after its day
    state = models.CharField(max_length=12, default=State.DRAFT)
    assigned = models.JSONField(default=dict)  # of divided units: "obligations" and "mandates", number → code of a part
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(**_USER)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(**_USER)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(**_USER)
    return_reason = models.TextField(blank=True)  # why it came back from approval, or could not be put in force
    applied_at = models.DateTimeField(null=True)
    journal = models.JSONField(default=dict)  # what putting it in force changed beside the tree, to be given back
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(**_USER)
    undo_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # counts changes, so that two savers notice each other

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="reorganisation_state_known"),
            models.CheckConstraint(condition=~Q(decision=""), name="reorganisation_has_decision"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="reorganisation_not_own_approval",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="reorganisation_not_own_submission",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SUBMITTED) | Q(submitted_at__isnull=False),
                name="reorganisation_submitted_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.APPLIED, State.UNDONE], applied_at__isnull=False)
                | (~Q(state__in=[State.APPLIED, State.UNDONE]) & Q(applied_at__isnull=True)),
                name="reorganisation_applied_has_instant",
            ),
        ]
        indexes = [models.Index(fields=["state", "effective_on"], name="reorganisation_due")]  # whose day has come

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    """One change of a reorganisation; units are named by their codes, which never change."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sources = ArrayField(models.CharField(max_length=300), default=list)
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=300, blank=True)
    unit_kind = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=30, blank=True)
    parent = models.CharField(max_length=300, blank=True)
    members = models.PositiveIntegerField(null=True)
    children = ArrayField(models.CharField(max_length=300), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "place"], name="reorganisation_line_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="reorganisation_line_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {'; '.join(self.sources)}"

    @property
    def facts(self) -> LineFacts:
        """The line as a value."""
        return LineFacts(
            self.kind, tuple(self.sources), self.code, self.name, self.unit_kind, self.level, self.parent,
            self.members, tuple(self.children),
        )  # fmt: skip
