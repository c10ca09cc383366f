"""The plans and action programmes that units issue to carry a document out."""
