"""`python -m bot` is `rembug`."""

from bot.cli import main

main()
