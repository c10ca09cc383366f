"""Addresses of the desk: the first page, the lists its figures open, the search."""

from django.urls import path

from quantriet.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/owed/", views.owed, name="owed"),
    path("desk/new-documents/", views.new_documents, name="new-documents"),
    path("desk/due-soon/", views.due_soon, name="due-soon"),
    path("desk/to-decide/", views.to_decide, name="to-decide"),
    path("desk/late-below/", views.late_below, name="late-below"),
    path("search/", views.search, name="search"),
]
