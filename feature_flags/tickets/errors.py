"""What a ticket may refuse."""

from portico_kernel.errors import Conflict, InvalidInput


class TicketAlreadyOpen(Conflict):
    """The lender has an open ticket about this section already."""

    code = "ticket_already_open"


class NothingToChange(Conflict):
    """The section is already as the ticket wants it."""

    code = "nothing_to_change"


class ChoiceMissing(InvalidInput):
    """Turning a section off needs a choice for what it strands, and a note."""
