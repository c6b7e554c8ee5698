"""What Rembug costs and what it is worth, measured beside others; run by `make bench` only."""
