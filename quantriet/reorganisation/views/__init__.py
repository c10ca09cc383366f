"""Pages of reorganisations."""
