"""Reading reorganisations: the tree they play on, what they would do, how they are listed."""
