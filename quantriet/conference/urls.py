"""Addresses of conferences."""

from django.urls import path

from quantriet.conference import views

app_name = "conference"
urlpatterns = [
    path("<int:pk>/", views.conference, name="conference-page"),
    path("record/<int:pk>/", views.record, name="conference-record"),
    path("record/<int:pk>/presenter/", views.presenter, name="conference-presenter"),
]
