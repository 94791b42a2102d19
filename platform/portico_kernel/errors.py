"""The errors that a person may see: classes with a code, a sentence and an HTTP status (STYLE rule 28)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class PorticoError(Exception):
    """Something that a door (HTTP, command, task) renders for a person.

    ``code`` is stable and machine-readable, ``status`` is the HTTP status, ``permanent`` tells whether
    trying the same thing again can help. ``fields`` maps a field of the request to its sentence.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    permanent: ClassVar[bool] = True
    message: str = "That did not work."

    def __init__(self, message: str | None = None, *, fields: Mapping[str, str] | None = None) -> None:
        if message is not None:
            self.message = message
        self.fields: dict[str, str] = dict(fields or {})
        super().__init__(self.message)


class NotFound(PorticoError):
    """The thing does not exist, or this viewer may not know that it does."""

    code = "not_found"
    status = 404
    message = "We could not find that page."


class NotAllowed(PorticoError):
    """The viewer is known and may see the thing, but may not do this to it."""

    code = "not_allowed"
    status = 403
    message = "You are not allowed to do that."


class InvalidInput(PorticoError):
    """One or more fields are wrong; ``fields`` says which and what to do."""

    code = "invalid_input"
    status = 422
    message = "Please check the highlighted fields."


class Conflict(PorticoError):
    """The thing has moved on since the person looked at it."""

    code = "conflict"
    status = 409
    message = "This has changed since you opened it. Please look again."


class MoveNotAllowed(Conflict):
    """A life cycle has no such move from the state that the row is in."""

    code = "move_not_allowed"


class Unavailable(PorticoError):
    """Something we depend on did not answer; trying again may help."""

    code = "unavailable"
    status = 503
    permanent = False
    message = "This is not working right now. Please try again in a minute."
