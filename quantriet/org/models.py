"""The tree over time: units, and people in positions. Every attribute is valid for a period [from, until)."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Value

from quantriet.org.rules import Role, SuccessionKind


def _same(field: str) -> Func:
    # The embedded server has no btree_gist: a one-number range takes the place of equality in a GiST index.
    return Func(F(field), F(field), Value("[]"), function="int8range")


def _once_at_a_time(field: str, name: str, **options: Any) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[
            (OpClass(_same(field), name="range_ops"), RangeOperators.OVERLAPS),
            ("valid_during", RangeOperators.OVERLAPS),
        ],
        **options,
    )


class Unit(models.Model):
    """A body of the organisation, the same through all changes of name, kind, level and parent."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class UnitVersionQuerySet(models.QuerySet["UnitVersion"]):
    """Filters that read aloud."""

    def as_at(self, day: date) -> "UnitVersionQuerySet":
        return self.filter(valid_during__contains=day)

    def within(self, path: str) -> "UnitVersionQuerySet":
        return self.filter(path__startswith=path)


class UnitVersion(models.Model):
    """What a unit was during a period: its name, kind, level and place in the tree."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)  # "thành ủy", "đảng ủy phường": words of the organisation, so data
    level = models.CharField(max_length=30)
    members = models.PositiveIntegerField(default=0)  # members the unit counts itself, without those below
    place = models.PositiveIntegerField(default=0)  # order among its siblings, by protocol
    path = models.TextField(db_collation="C")
    search_text = models.TextField()
    sort_key = models.TextField(db_collation="C")
    valid_during = DateRangeField()
    reference = models.TextField(default="", db_default="", blank=True)  # by which decision the period began, if known

    objects = UnitVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            _once_at_a_time("unit", "unit_has_one_version_a_day"),
            models.CheckConstraint(condition=~models.Q(unit=F("parent")), name="unit_not_its_own_parent"),
            models.CheckConstraint(condition=models.Q(valid_during__isempty=False), name="unit_version_lasts"),
            models.CheckConstraint(condition=models.Q(path__regex=r"^([0-9]{11}/)+$"), name="unit_path_has_steps"),
        ]
        indexes = [
            models.Index(fields=["path"], name="unit_version_subtree"),  # subtree as at a day
            models.Index(fields=["parent", "place", "sort_key"], name="unit_version_children"),  # also finds by parent
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day on which the unit was so; None while it still is."""
        until = self.valid_during.upper
        return until - timedelta(days=1) if until else None

    @property
    def day_before(self) -> date:
        """The day before it became so."""
        since: date = self.valid_during.lower
        return since - timedelta(days=1)


class Succession(models.Model):
    """One unit takes the place of another from a day on: after a merger, a split, a dissolution."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inheritances")
    since = models.DateField()
    kind = models.CharField(max_length=12, choices=SuccessionKind.choices)
    reference = models.TextField()  # the decision, by its number or in words

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "since"], name="succession_once"),
            models.CheckConstraint(condition=~models.Q(predecessor=F("successor")), name="succession_of_another"),
            models.CheckConstraint(condition=models.Q(kind__in=SuccessionKind.values), name="succession_kind_known"),
            models.CheckConstraint(condition=~models.Q(reference=""), name="succession_has_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class KeptRow(models.Model):
    """A row of the tree as it was before an act and as the act left it, so that the act can be undone exactly."""

    act = models.BigIntegerField()  # the number of the reorganisation; no foreign key: it stands above org
    source = models.CharField(max_length=40)  # the table
    row_id = models.BigIntegerField()
    was = models.JSONField(null=True)  # null: the act made the row
    became = models.JSONField(null=True)  # null: the act took the row away

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "source", "row_id"], name="kept_row_once")]

    def __str__(self) -> str:
        return f"{self.act}: {self.source} {self.row_id}"


class Position(models.Model):
    """One seat of a unit: held by one person at a time; one position of a unit is its head."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(max_length=200)
    is_head = models.BooleanField(default=False)
    place = models.PositiveIntegerField(default=100)  # protocol order within the unit
    valid_during = DateRangeField()

    class Meta:
        constraints = [
            _once_at_a_time("unit", "unit_has_one_head_position", condition=models.Q(is_head=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """A person who holds positions. Nothing else is kept: no profile, no opinion."""

    name = models.CharField(max_length=200)
    search_text = models.TextField()

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A person holds a position for a period."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="appointments")
    valid_during = DateRangeField()

    class Meta:
        constraints = [
            _once_at_a_time("position", "position_has_one_holder"),
            models.CheckConstraint(condition=models.Q(valid_during__isempty=False), name="appointment_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.position}"


class Mandate(models.Model):
    """An account may act for a unit in a role, for a period."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=20, choices=Role.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    valid_during = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="mandate_role_known"),
            models.UniqueConstraint(fields=["user", "unit", "role", "valid_during"], name="mandate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.role}"
