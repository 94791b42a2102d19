"""The life of a ticket and of the intent that carries it out."""

from django.db import models

from portico_kernel.states import LifeCycle


class TicketStatus(models.TextChoices):
    """Where a lender's request stands."""

    OPEN = "open", "Open"
    CARRYING_OUT = "carrying_out", "Being carried out"
    DONE = "done", "Carried out"
    DECLINED = "declined", "Declined"


T = TicketStatus
UNFINISHED = (T.OPEN, T.CARRYING_OUT)

TICKET_LIFE = LifeCycle(
    name="ticket",
    moves={
        T.OPEN: frozenset({T.CARRYING_OUT, T.DECLINED}),
        T.CARRYING_OUT: frozenset({T.DONE}),
        T.DONE: frozenset(),
        T.DECLINED: frozenset(),
    },
    refusals={
        T.CARRYING_OUT: "This ticket is being carried out already.",
        T.DONE: "This ticket was carried out already.",
        T.DECLINED: "This ticket was declined already.",
    },
)


class StrandedChoice(models.TextChoices):
    """What happens to payments that are on their way when payments go off."""

    DRAIN = "drain", "Let them finish"
    CANCEL = "cancel", "Cancel those that can still be canceled"
