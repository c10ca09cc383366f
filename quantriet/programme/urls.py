"""Addresses of plans."""

from django.urls import path

from quantriet.programme import views

app_name = "programme"
urlpatterns = [path("plans/record/<int:pk>/", views.record, name="plan-record")]
