"""Words from outside become typed values."""
