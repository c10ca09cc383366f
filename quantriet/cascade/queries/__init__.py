"""Reading the cascade: who is addressed, what a unit owes, how a branch stands."""
