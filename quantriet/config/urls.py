"""One include per app; the app names its own pages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

_PLACES = {
    "": "desk",
    "accounts/": "accounts",
    "units/": "org",
    "documents/": "documents",
    "cascades/": "cascade",
    "conferences/": "conference",
    "study/": "study",
    "programme/": "programme",
    "audit/": "audit",
    "live/": "live",
    "sample/": "sample",
    "web/": "web",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path(place, include(f"quantriet.{app}.urls"))
    for place, app in _PLACES.items()
    if (settings.BASE_DIR / "quantriet" / app / "urls.py").exists()
    and list((settings.BASE_DIR / "quantriet" / app).glob("views*"))
]
