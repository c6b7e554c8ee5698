"""What must hold under faults: processes that die, a Telegram that fails, a database that goes away."""
