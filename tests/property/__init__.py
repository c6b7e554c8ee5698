"""Rules that must hold for whatever Hypothesis thinks of."""
