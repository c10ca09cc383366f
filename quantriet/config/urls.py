"""One include per app; the app names its own pages."""

from django.urls import include, path

_PLACES = {
    "": "desk",
    "accounts/": "accounts",
    "units/": "org",
    "documents/": "documents",
    "cascades/": "cascade",
    "conferences/": "conference",
    "study/": "study",
    "programme/": "programme",
    "reorganisations/": "reorganisation",
    "notices/": "notices",
    "audit/": "audit",
    "live/": "live",
    "sample/": "sample",
    "web/": "web",
}

urlpatterns = [path(place, include(f"quantriet.{app}.urls")) for place, app in _PLACES.items()]

handler400 = "quantriet.web.answers.bad_request"
handler403 = "quantriet.web.answers.forbidden"
handler404 = "quantriet.web.answers.not_found"
handler500 = "quantriet.web.answers.server_error"
