"""The HTML kit: the frame of every page, components, error pages, tags and filters."""
