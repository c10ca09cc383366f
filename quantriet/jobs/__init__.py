"""Work in the background: queued inside the writing transaction, run by a worker, run again when a worker dies."""
