"""The conflict window: base, theirs and mine of every feature that moved on, and the person's decisions."""
