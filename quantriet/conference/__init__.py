"""Conferences as units hold them: when, how, who presented, how many took part."""
