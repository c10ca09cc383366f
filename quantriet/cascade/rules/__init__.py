"""The pure heart: states and moves, standings, deadlines, scope, requirement types."""
