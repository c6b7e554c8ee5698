"""RUNS. The only package that knows all others."""
