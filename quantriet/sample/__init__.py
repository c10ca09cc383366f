"""A small world to try the product in: a historical tree, a cast that signs in with one click, a today of its own."""
