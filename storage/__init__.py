"""REMEMBERS. One noun, one file: its table and its queries."""
