"""The address of the stream."""

from django.urls import path

from quantriet.live import stream

app_name = "live"
urlpatterns = [path("", stream.stream, name="stream")]
