"""The simulated Telegram refuses, delivers and shows what the real one does."""
