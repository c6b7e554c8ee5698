"""How Telegram says no: a code, a description in its own wording, and sometimes parameters."""

from typing import Any


class ApiError(Exception):
    """A refusal of the Bot API; `description` is what the bot reads."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """A 400 in Telegram's wording."""
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """A 429 that says how long to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
