"""What came of a save, and what the person wants done with the rest."""
