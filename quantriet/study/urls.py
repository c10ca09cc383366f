"""Addresses of study."""

from django.urls import path

from quantriet.study import views

app_name = "study"
urlpatterns = [
    path("record/<int:pk>/", views.record, name="study-record"),
    path("record/<int:pk>/coverage/", views.coverage, name="study-coverage"),
]
