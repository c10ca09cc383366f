"""Quán triệt: runs the cascade of a resolution down an organisation tree."""
