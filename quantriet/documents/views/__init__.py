"""The registry's pages: intake, list, review."""
