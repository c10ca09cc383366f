"""The app of the live channel."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "quantriet.live"
    label = "live"
