"""Who owes what to whom by when."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import CascadeState, MoveStep, State

# A partitioned table: every index of its own is paid for by 1.2 million rows, so only those that a question needs.
_PLAIN: dict[str, Any] = {"on_delete": models.PROTECT, "db_index": False}
# No foreign key can lead to a partitioned table by the row's number alone: a trigger looks instead.
_LOOSE: dict[str, Any] = {"db_constraint": False}
_USER: dict[str, Any] = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "null": True, "related_name": "+"}


class Cascade(models.Model):
    """One or more documents, an issuing unit, requirements, and a scope."""

    title = models.CharField(max_length=300)
    issuing_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="cascades")
    unit_in_charge = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+"
    )  # who reviews and decides today: the issuing unit, or its successor
    documents = models.ManyToManyField("documents.Document", related_name="cascades")
    plan = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="planned_cascades")
    root = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="descendants"
    )  # null: is the root
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    state = models.CharField(max_length=12, default=CascadeState.DRAFT)
    scope = models.CharField(max_length=12, default=Scope.DIRECT)
    scope_rule = models.JSONField(default=dict)  # for Scope.RULE: the levels and kinds; an empty list means any
    scope_on = models.DateField()  # the tree as at this day is addressed
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(**_USER)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(**_USER)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(**_USER)
    issued_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.ForeignKey(**_USER)
    recall_reason = models.TextField(blank=True)
    partition_no = models.BigIntegerField(default=0)  # where its obligations lie: 0 with all others, or its own number
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
            models.CheckConstraint(
                condition=~Q(state=CascadeState.RECALLED) | (Q(recalled_at__isnull=False) & ~Q(recall_reason="")),
                name="cascade_recall_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["issuing_unit", "state"], name="cascade_of_unit"),  # desk: what we passed down
            models.Index(fields=["unit_in_charge", "state"], name="cascade_in_charge"),
        ]

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
    deadline = models.JSONField(default=dict)  # the shape the day was derived from: rules/deadlines.py
    parent_due_on = models.DateField(null=True)  # the superior's day that this day was last weighed against
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
    """A requirement as one unit owes it. The table is partitioned: large cascades lie in a partition of their own.

    Rows are never deleted, and who was first given what, where and when never changes (triggers).
    """

    partition_no = models.BigIntegerField(default=0)
    cascade = models.ForeignKey(Cascade, related_name="obligations", **_PLAIN)
    root_cascade = models.ForeignKey(Cascade, related_name="+", **_PLAIN)
    requirement = models.ForeignKey(Requirement, related_name="obligations", **_PLAIN)
    root_requirement = models.ForeignKey(Requirement, related_name="+", **_PLAIN)
    unit = models.ForeignKey("org.Unit", related_name="obligations", **_PLAIN)  # who owes it now
    origin_unit = models.ForeignKey("org.Unit", related_name="+", **_PLAIN)  # who was given it
    path = models.TextField(db_collation="C")  # where the owing unit stands in today's tree
    due_on = models.DateField()
    first_due_on = models.DateField()  # the deadline as it was given
    state = models.CharField(max_length=12, default=State.ASSIGNED)
    is_irregular = models.BooleanField(default=False)  # the latest facts do not satisfy, and do not only wait
    responsible = models.CharField(max_length=200, blank=True)  # who in the unit has it in hand
    assigned_at = models.DateTimeField()
    state_at = models.DateTimeField()
    submitted_by = models.ForeignKey(**_USER, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "root_requirement", "origin_unit", "partition_no"],
                condition=~Q(state=State.RECALLED),  # what was recalled may be given anew
                name="obligation_once_per_unit",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="obligation_state_known"),
        ]
        indexes = [
            models.Index(fields=["root_cascade", "path"], name="obligation_of_branch"),  # roll-up, lists
            models.Index(fields=["unit"], name="obligation_of_unit"),  # the desk
            models.Index(
                fields=["cascade", "state_at", "id"], condition=Q(state=State.SUBMITTED), name="obligation_to_review"
            ),  # the superior's desk, the longest wait first
            models.Index(
                fields=["origin_unit"], condition=~Q(origin_unit=F("unit")), name="obligation_inherited"
            ),  # what a unit left behind
        ]

    def __str__(self) -> str:
        return self.requirement.title

    @property
    def is_inherited(self) -> bool:
        """Whether another unit was given it, which this one has succeeded."""
        return self.origin_unit_id != self.unit_id


class Move(models.Model):
    """One step in the life of an obligation: append-only, so that any past day can be told.

    Being assigned is no move: the obligation itself says when and with which deadline.
    """

    obligation = models.ForeignKey(
        Obligation, on_delete=models.CASCADE, related_name="moves", db_index=False, **_LOOSE
    )  # move_as_at begins with it
    step = models.CharField(max_length=12, default=MoveStep.MOVED)
    state = models.CharField(max_length=12)  # the state from `at` on
    due_on = models.DateField()  # the deadline from `at` on
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # the owing unit from `at` on, where that changed
    by_unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # who acted on the owing unit's behalf, where it did not act itself
    at = models.DateTimeField()
    user = models.ForeignKey(**_USER)
    actor_name = models.TextField()
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)  # what belongs to the step: open children, the old deadline …

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="move_state_known"),
            models.CheckConstraint(condition=Q(step__in=MoveStep.values), name="move_step_known"),
            models.CheckConstraint(
                condition=Q(step=MoveStep.INHERITED, unit__isnull=False)
                | (~Q(step=MoveStep.INHERITED) & Q(unit__isnull=True)),
                name="move_inherited_names_unit",
            ),
        ]
        indexes = [
            models.Index(fields=["obligation", "-at", "-id"], name="move_as_at"),  # the state as at an instant
            models.Index(fields=["unit"], condition=Q(unit__isnull=False), name="move_to_heir"),
            models.Index(  # who owed it as at an instant
                fields=["obligation", "-at", "-id"], condition=Q(step=MoveStep.INHERITED), name="move_of_heir"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} → {self.state}"


class Fulfilment(models.Model):
    """Facts recorded towards an obligation, in another room or here; versions are kept."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="fulfilments", db_index=False, **_LOOSE
    )  # fulfilment_latest begins with it
    at = models.DateTimeField()
    user = models.ForeignKey(**_USER)
    facts = models.JSONField()  # as the requirement type understands them
    shortfalls = models.JSONField(default=list)  # codes of what is missing; empty: the requirement is met
    source_type = models.CharField(max_length=40)  # "conference", "plan", "study", "report"
    source_id = models.BigIntegerField(null=True)
    by_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
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


class Template(models.Model):
    """A cascade kept as a pattern for the next one: requirements with their deadline shapes, and the scope."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    scope = models.CharField(max_length=12, default=Scope.DIRECT)
    scope_rule = models.JSONField(default=dict)
    requirements = models.JSONField(default=list)  # type, title, terms, deadline, in order
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(**_USER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="template_title_once")]

    def __str__(self) -> str:
        return self.title


class SavedView(models.Model):
    """A page as one has filtered and sorted it, under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    page = models.CharField(max_length=60)  # URL name
    query = models.TextField(blank=True)  # the words after the question mark
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name
