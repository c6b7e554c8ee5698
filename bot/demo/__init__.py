"""`rembug demo`: bot and simulator together, with a neighbourhood to look around in."""

from bot.demo.process import PORT, run_demo

__all__ = ["PORT", "run_demo"]
