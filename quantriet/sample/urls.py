"""Addresses of the sample world."""

from django.urls import path

from quantriet.sample import views

app_name = "sample"
urlpatterns = [
    path("sign-in/<str:username>/", views.sign_in, name="sign-in"),
    path("clock/", views.move_clock, name="move-clock"),
]
