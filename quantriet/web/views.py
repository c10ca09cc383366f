"""The gallery of components."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from quantriet.kernel import clock
from quantriet.web.forms import GalleryForm
from quantriet.web.pages import page


@dataclass(frozen=True)
class Counts:
    """The shape a stacked bar wants."""

    total: int
    approved: int
    submitted: int
    open: int
    late: int
    returned: int


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component of the kit on one page."""
    today = clock.today()
    days = [today + timedelta(days=left) for left in (-2, 0, 4, 19)]
    counts = Counts(total=41, approved=24, submitted=4, open=7, late=4, returned=2)
    form = GalleryForm(request.POST or None)
    return page(request, "web/gallery.html", {"today": today, "days": days, "counts": counts, "form": form})
