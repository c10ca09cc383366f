"""The database server that comes with the product, and the version it asks of one's own."""
