"""The app of the HTML kit."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "quantriet.web"
    label = "web"
