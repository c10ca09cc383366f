"""What a link to the roll-up says: which branch, which day, which rows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.queries.rollup import RowFilter, Slice
from quantriet.cascade.rules.standing import Standing
from quantriet.web.fields import DayField

PAGE = 50  # rows at a time
LARGEST = 10**9  # of a number in an address; the database is not asked for more


class BoardForm(forms.Form):
    """Branch and day; without words the whole branch in view, today."""

    unit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    on = DayField(label=_("As at the day"), required=False)

    def day(self, today: date) -> date:
        """The day asked for; what lies ahead is not known yet, so at most today."""
        self.is_valid()
        return min(self.cleaned_data.get("on") or today, today)

    def unit_id(self) -> int | None:
        """The branch asked for."""
        self.is_valid()
        return self.cleaned_data.get("unit")


class RowsForm(BoardForm):
    """The same, and exactly which obligations a figure counts."""

    standing = forms.ChoiceField(choices=Standing.choices, required=False)
    requirement = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    own = forms.BooleanField(required=False)
    below = forms.BooleanField(required=False)
    irregular = forms.BooleanField(required=False)
    mine = forms.BooleanField(required=False)  # what waits for, or was given by, the acting unit itself
    sort = forms.ChoiceField(choices=[(name, name) for name in ("unit", "name", "due")], required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)

    def only(self, acting_unit_id: int) -> RowFilter:
        """The filter; a word that means nothing leaves it wide."""
        self.is_valid()
        said = self.cleaned_data
        return RowFilter(
            standing=said.get("standing") or None,
            requirement_id=said.get("requirement"),
            own=bool(said.get("own")),
            below=bool(said.get("below")),
            irregular=bool(said.get("irregular")),
            reviewer_id=acting_unit_id if said.get("mine") else None,
        )

    def part(self) -> Slice:
        """The page of the list."""
        self.is_valid()
        number = self.cleaned_data.get("page") or 1
        return Slice(self.cleaned_data.get("sort") or "unit", PAGE, (number - 1) * PAGE)

    def words(self) -> dict[str, Any]:
        """The filter as it stands in the address."""
        return {name: self.data.get(name) for name in self.fields if self.data.get(name)}
