"""Alembic's migrations; `rembug migrate` runs them."""
