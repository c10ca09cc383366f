"""The sample world for the tests of this folder."""

from tests.sample.loaded import _told, loaded

__all__ = ["_told", "loaded"]
