"""Addresses of the kit itself."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from quantriet.web import views

app_name = "web"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("language/", login_not_required(set_language), name="language-set"),
]
