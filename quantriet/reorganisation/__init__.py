"""Decisions that change the tree: merge, split, dissolve, move, rename; previewed, applied, undone."""
