"""Proves: what people see, and what the database holds."""
