"""DECIDES. Everything a person, or the clock, can do; each in one transaction, all of it or nothing."""
