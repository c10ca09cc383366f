"""The top floor: the only place that knows every app."""
