"""Plain Python words that every room may use: who acts, what time it is, how a refusal is said."""
