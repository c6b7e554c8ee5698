"""RUNS. The only package that knows all others."""

import bot.settings as settings  # before anything of PTB is used, because it sets PTB's switches

__all__ = ["settings"]
