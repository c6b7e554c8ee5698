"""Whole stories, over HTTP, with real phones."""
