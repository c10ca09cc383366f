"""Who owes what to whom by when."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import CascadeState, State

_USER: dict[str, Any] = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "null": True, "related_name": "+"}


class Cascade(models.Model):
    """One or more documents, an issuing unit, requirements, and a scope."""

    title = models.CharField(max_length=300)
    issuing_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="cascades")
    documents = models.ManyToManyField("documents.Document", related_name="cascades")
    plan = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="planned_cascades")
    root = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="descendants"
    )  # null: is the root
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    state = models.CharField(max_length=12, default=CascadeState.DRAFT)
    scope = models.CharField(max_length=12, default=Scope.DIRECT)
    scope_on = models.DateField()  # the tree as at this day is addressed
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(**_USER)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(**_USER)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(**_USER)
    issued_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(
        default=1
    )  # counts changes of the draft, so that two savers notice each other

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CascadeState.values), name="cascade_state_known"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="cascade_scope_known"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="cascade_not_own_approval",
            ),
            models.CheckConstraint(
                condition=Q(root__isnull=True, parent__isnull=True) | Q(root__isnull=False, parent__isnull=False),
                name="cascade_root_has_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CascadeState.ISSUED, CascadeState.RECALLED], issued_at__isnull=False)
                | (~Q(state__in=[CascadeState.ISSUED, CascadeState.RECALLED]) & Q(issued_at__isnull=True)),
                name="cascade_issued_has_instant",
            ),
        ]
        indexes = [models.Index(fields=["issuing_unit", "state"], name="cascade_of_unit")]  # desk: what we passed down

    def __str__(self) -> str:
        return self.title

    @property
    def root_pk(self) -> int:
        """The number of the cascade under which everything rolls up."""
        return self.root_id or self.pk


class Requirement(models.Model):
    """One thing the addressed units must do, by a day."""

    cascade = models.ForeignKey(Cascade, on_delete=models.CASCADE, related_name="requirements")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")  # null: is the root
    type = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    terms = models.JSONField(default=dict)
    due_on = models.DateField(null=True)  # null only while drafting
    place = models.PositiveIntegerField(default=0)
    finding = models.ForeignKey("documents.Finding", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cascade", "place"], name="requirement_place_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def root_pk(self) -> int:
        """The requirement of the root cascade that this one passes on, or itself."""
        return self.root_id or self.pk


class Exclusion(models.Model):
    """A unit left out of a cascade, with the reason."""

    cascade = models.ForeignKey(Cascade, on_delete=models.CASCADE, related_name="exclusions")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cascade", "unit"], name="exclusion_once_per_unit"),
            models.CheckConstraint(condition=~Q(reason=""), name="exclusion_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class Obligation(models.Model):
    """A requirement as one unit owes it."""

    cascade = models.ForeignKey(Cascade, on_delete=models.PROTECT, related_name="obligations")
    root_cascade = models.ForeignKey(Cascade, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="obligations")
    root_requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="obligations")
    due_on = models.DateField()
    state = models.CharField(max_length=12, default=State.ASSIGNED)
    responsible = models.CharField(max_length=200, blank=True)  # who in the unit has it in hand
    state_at = models.DateTimeField()
    submitted_by = models.ForeignKey(**_USER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root_requirement", "unit"], name="obligation_once_per_unit"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="obligation_state_known"),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="obligation_of_unit"),  # the desk
            models.Index(fields=["root_cascade", "unit"], name="obligation_of_cascade"),  # the roll-up
        ]

    def __str__(self) -> str:
        return self.requirement.title


class Move(models.Model):
    """One step in the life of an obligation: append-only, so that any past day can be told."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="moves")
    state = models.CharField(max_length=12)  # the state from `at` on
    due_on = models.DateField()  # the deadline from `at` on
    at = models.DateTimeField()
    user = models.ForeignKey(**_USER)
    actor_name = models.TextField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=State.values), name="move_state_known")]
        indexes = [models.Index(fields=["obligation", "-at", "-id"], name="move_as_at")]  # the state as at an instant

    def __str__(self) -> str:
        return f"{self.obligation_id} → {self.state}"


class Fulfilment(models.Model):
    """Facts recorded towards an obligation, in another room or here; versions are kept."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="fulfilments")
    at = models.DateTimeField()
    user = models.ForeignKey(**_USER)
    facts = models.JSONField()  # as the requirement type understands them
    shortfalls = models.JSONField(default=list)  # codes of what is missing; empty: the requirement is met
    source_type = models.CharField(max_length=40)  # "conference", "plan", "study", "report"
    source_id = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)

    class Meta:
        indexes = [models.Index(fields=["obligation", "-at", "-id"], name="fulfilment_latest")]  # the present evidence

    def __str__(self) -> str:
        return f"{self.source_type} {self.source_id}"

    @property
    def is_met(self) -> bool:
        """Whether the recorded facts satisfy the requirement."""
        return not self.shortfalls
