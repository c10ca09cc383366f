"""Pages that go wrong in every way, beside the product's own."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from quantriet.config.urls import handler400, handler403, handler404, handler500
from quantriet.config.urls import urlpatterns as product
from quantriet.kernel.errors import ChangedMeanwhile, NotAllowed, NotFound, Refusal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class TooLate(Refusal):
    code = "too_late"
    message = "Due on %(day)s"


def _going_wrong(problem: Exception):
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        raise problem

    return view


def _late(request: HttpRequest) -> HttpResponse:
    from datetime import date

    raise TooLate(day=date(2019, 7, 5))


urlpatterns = [
    *product,
    path("wrong/late/", login_not_required(_late)),
    path("wrong/changed/", _going_wrong(ChangedMeanwhile())),
    path("wrong/not-allowed/", _going_wrong(NotAllowed())),
    path("wrong/not-found/", _going_wrong(NotFound())),
    path("wrong/forbidden/", _going_wrong(PermissionDenied())),
    path("wrong/bad/", _going_wrong(SuspiciousOperation())),
    path("wrong/broken/", _going_wrong(RuntimeError("broken"))),
    path("wrong/closed/", lambda request: HttpResponse("inside")),
]
