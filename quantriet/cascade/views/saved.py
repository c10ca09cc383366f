"""The pages one has kept under a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quantriet.cascade import permissions
from quantriet.cascade.actions.saved import delete_view, save_view
from quantriet.cascade.forms.board import SavedViewForm
from quantriet.cascade.queries.saved import address_of, page_and_query
from quantriet.cascade.queries.saved import saved_views as views_of
from quantriet.kernel import clock
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page


@require_GET
def saved_views(request: ActingRequest) -> HttpResponse:
    """The list of them."""
    acting_or_404(request.acting)
    return page(request, "cascade/saved.html", {"kept": views_of(request.user.pk)})


@require_POST
def save(request: ActingRequest) -> HttpResponse:
    """Keep the page one comes from under a name."""
    acting_or_404(request.acting)
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        return page(request, "cascade/saved.html", {"kept": views_of(request.user.pk), "form": form}, status=422)
    name, query = page_and_query(form.cleaned_data["address"])
    view = save_view(
        actor=request.actor, name=form.cleaned_data["name"], page=name, query=query, at=clock.now()
    )  # fmt: skip
    messages.success(request, _("Kept as “%(name)s”.") % {"name": view.name})
    return redirect(address_of(view))


@require_POST
def delete(request: ActingRequest, pk: int) -> HttpResponse:
    """Let one of them go."""
    view = permissions.saved_view_of(request.user.pk, pk)
    delete_view(actor=request.actor, view=view, at=clock.now())
    messages.success(request, _("Deleted."))
    return redirect("cascade:saved-views")
