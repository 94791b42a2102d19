"""Kinds of users, roles of staff, and what each role may do: all in code."""

from django.db import models


class UserKind(models.TextChoices):
    """Who signs in. The same e-mail may be a borrower's and a staff member's login: they never meet."""

    BORROWER = "borrower", "Borrower"
    STAFF = "staff", "Lender staff"
    SUPPORT = "support", "Support agent"


class StaffRole(models.TextChoices):
    """The three roles of a lender's staff."""

    ADMIN = "admin", "Administrator"
    AGENT = "agent", "Agent"
    VIEWER = "viewer", "Viewer"


class Audience(models.TextChoices):
    """What a token opens. A portal token is nothing on the console and the other way round."""

    PORTAL = "portal", "Borrower portal"
    CONSOLE = "console", "Console"


class LinkPurpose(models.TextChoices):
    """What a mailed link does."""

    INVITATION = "invitation", "Invitation"
    RESET = "reset", "Password reset"


class AttemptKind(models.TextChoices):
    """What somebody may try too often."""

    SIGN_IN = "sign_in", "Signing in"
    FORGOT = "forgot", "Asking for a reset link"
