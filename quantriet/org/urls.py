"""Addresses of the organisation tree."""

from django.urls import path

from quantriet.org import views

app_name = "org"
urlpatterns = [
    path("", views.unit_tree, name="unit-tree"),
    path("offers/", views.unit_offers, name="unit-offers"),
    path("act-for/", views.act_for, name="act-for"),
    path("<int:pk>/", views.unit_page, name="unit-page"),
    path("<int:pk>/below/", views.unit_below, name="unit-below"),
]
