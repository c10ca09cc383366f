"""What a link to the roll-up says: which branch, which day, which rows."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.queries.board import BoardFilter
from quantriet.cascade.queries.lists import WaiveFilter
from quantriet.cascade.queries.rollup import RowFilter, Slice
from quantriet.cascade.rules.standing import Standing
from quantriet.org.fields import UnitsField
from quantriet.org.queries import Acting
from quantriet.org.rules import Level
from quantriet.web.fields import DayField

PAGE = 50  # rows at a time
MOST_ROWS = 50_000  # of a table to take away
LARGEST = 10**9  # of a number in an address; the database is not asked for more


_DAY = ("on", "step", "was")


def _choices(*names: str) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _pairs(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    return list(field.choices)  # type: ignore[arg-type]


class BoardForm(forms.Form):
    """Branch and day; without words the whole branch in view, today."""

    unit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    on = DayField(label=_("As at the day"), required=False)
    step = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)  # the slider: days after the first
    was = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)  # where the slider stood on the page
    page = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    file = forms.ChoiceField(choices=_choices("xlsx"), required=False)  # the same, to take away

    shown: tuple[str, ...] = ()  # the words that stand as fields above the table

    @property
    def filters(self) -> list[BoundField]:
        """Those fields, in their order."""
        return [self[name] for name in self.shown]

    def said(self, name: str) -> Any:
        """What a word of the address says; a word that means nothing was not said."""
        self.is_valid()
        return self.cleaned_data.get(name)

    def day(self, today: date, first: date | None = None) -> date:
        """The day asked for, by the slider if it was moved; what lies ahead is not known yet, so at most today."""
        step = self.said("step")
        if first is not None and step is not None and step != self.said("was"):
            return first + timedelta(days=min(step, max((today - first).days, 0)))
        return min(self.said("on") or today, today)

    def unit_id(self) -> int | None:
        """The branch asked for."""
        found: int | None = self.said("unit")
        return found

    def number(self) -> int:
        """The page asked for."""
        return self.said("page") or 1

    def is_file(self) -> bool:
        """Whether it is to be taken away as a table."""
        return bool(self.said("file"))

    def filter_words(self, requirement: str = "") -> list[str]:
        """The filter in words, for whoever reads the table without the page."""
        found = []
        for name, field in self.fields.items():
            value = self.said(name)
            if not value or name in ("unit", *_DAY, "page", "columns", "file"):
                continue
            if name == "requirement":
                found.append(requirement)
            elif isinstance(field, forms.ChoiceField):
                found.append(f"{field.label}: {dict(_pairs(field))[value]}" if field.label else "")
            else:
                found.append(f"{field.label}")
        return [words for words in found if words]

    def words(self, on: date, today: date) -> dict[str, Any]:
        """The filter as it stands in the address, with the day that is shown."""
        left_out = {"file", *_DAY}
        said = {name: self.data.get(name) for name in self.fields if name not in left_out and self.data.get(name)}
        return said | ({"on": on.isoformat()} if on < today else {})


class TableForm(BoardForm):
    """The cascade page: which of the units directly below are shown, in which order."""

    standing = forms.ChoiceField(
        label=_("Standing"), choices=[("", _("any")), *Standing.choices], required=False
    )
    requirement = forms.IntegerField(label=_("Requirement"), required=False, min_value=1, max_value=LARGEST)
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("any")), *Level.choices], required=False)
    late = forms.BooleanField(label=_("Only with something late"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("", _("by protocol")), ("name", _("by name")), ("done", _("least done first")),
            ("late", _("most late first")),
        ],
        required=False,
    )  # fmt: skip

    shown = ("requirement", "standing", "level", "sort", "late")

    def only(self) -> BoardFilter:
        """Which units are shown."""
        return BoardFilter(
            standing=self.said("standing") or "",
            requirement_id=self.said("requirement"),
            level=self.said("level") or "",
            late=bool(self.said("late")),
            order=self.said("sort") or "",
            page=0 if self.is_file() else self.number(),
        )


class RowsForm(BoardForm):
    """The same, and exactly which obligations a figure counts."""

    standing = forms.ChoiceField(label=_("Standing"), choices=Standing.choices, required=False)
    requirement = forms.IntegerField(label=_("Requirement"), required=False, min_value=1, max_value=LARGEST)
    own = forms.BooleanField(label=_("owed by itself"), required=False)
    below = forms.BooleanField(label=_("without its own"), required=False)
    irregular = forms.BooleanField(label=_("not as required"), required=False)
    # What waits for, or was given by, the acting unit itself.
    mine = forms.BooleanField(label=_("given by my unit"), required=False)
    sort = forms.ChoiceField(label="", choices=_choices("unit", "name", "due"), required=False)
    first = "unit"  # the order when none is asked for

    def only(self, acting_unit_id: int) -> RowFilter:
        """The filter; a word that means nothing leaves it wide."""
        return RowFilter(
            standing=self.said("standing") or None,
            requirement_id=self.said("requirement"),
            own=bool(self.said("own")),
            below=bool(self.said("below")),
            irregular=bool(self.said("irregular")),
            reviewer_id=acting_unit_id if self.said("mine") else None,
        )

    def part(self) -> Slice:
        """The page of the list; a file holds all of it."""
        order = self.said("sort") or self.first
        return Slice(order, MOST_ROWS, 0) if self.is_file() else Slice(order, PAGE, (self.number() - 1) * PAGE)


class LateForm(RowsForm):
    """Who is late: the longest delay first."""

    first = "due"
    shown = ("requirement",)


class WaivableForm(BoardForm):
    """What one may waive: of one requirement, only what is late."""

    requirement = forms.IntegerField(label=_("Requirement"), required=False, min_value=1, max_value=LARGEST)
    late = forms.BooleanField(label=_("Only what is late"), required=False)
    shown = ("requirement", "late")

    def only(self) -> WaiveFilter:
        """The filter; a word that means nothing leaves it wide."""
        return WaiveFilter(self.said("requirement"), bool(self.said("late")), self.number(), PAGE)


class OverviewForm(BoardForm):
    """All open cascades of a branch."""

    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("", _("by deadline")), ("late", _("most late first")), ("done", _("most done first")),
            ("title", _("by title")),
        ],
        required=False,
    )  # fmt: skip
    late = forms.BooleanField(label=_("Only with something late"), required=False)
    shown = ("due", "sort", "late")
    due = forms.ChoiceField(
        label=_("Deadline"),
        choices=[("", _("any")), ("past", _("has passed")), ("soon", _("within 30 days")), ("later", _("later"))],
        required=False,
    )


class MatrixForm(BoardForm):
    """Units against requirements or cascades; `columns` is the page of a wide one."""

    columns = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)


class CompareForm(BoardForm):
    """A second cascade to lay beside the first."""

    other = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)


class BranchForm(forms.Form):
    """Another unit of one's own branch to look at, by name or code."""

    branch = UnitsField(label=_("Units below another unit"), help_text="")

    def __init__(self, data: Mapping[str, Any], *, acting: Acting, on: date) -> None:
        super().__init__(data if "branch" in data else None)
        field = cast(UnitsField, self.fields["branch"])
        field.within(acting, on)
        field.widget.attrs["placeholder"] = _("Name or code")


class SavedViewForm(forms.Form):
    """A name for the page as it is filtered now."""

    name = forms.CharField(label=_("Name of the view"), max_length=120)
    address = forms.CharField(max_length=2000, widget=forms.HiddenInput)
