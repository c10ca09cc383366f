"""Audit verbs of the sample world."""

WORLD_LOADED = "sample.world.loaded"
CLOCK_MOVED = "sample.clock.moved"
ACCOUNT_OFFERED = "sample.account.offered"
SESSION_OPENED = "sample.session.opened"
