"""Addresses of the notices."""

from django.urls import path

from quantriet.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="notice-list"),
    path("bell/", views.bell, name="bell"),
    path("preference/", views.preference, name="preference"),
    path("read-all/", views.read_all, name="read-all"),
    path("<int:pk>/open/", views.open_notice, name="notice-open"),
    path("<int:pk>/read/", views.read, name="notice-read"),
]
