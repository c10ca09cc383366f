"""Addresses of the journal."""

from django.urls import path

from quantriet.audit import views

app_name = "audit"
urlpatterns = [path("", views.entry_list, name="entry-list")]
