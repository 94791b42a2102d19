"""What can go wrong with accounts and the grants on them."""

from __future__ import annotations

from portico_kernel.errors import Conflict, InvalidInput


class OtherKindOfUser(InvalidInput):
    """Only a borrower's login acts for parties and sees accounts."""

    code = "not_a_borrower"
    message = "Accounts can be shown to borrowers' logins only."


class NotTheirAccount(Conflict):
    """The login acts for nobody on this account, so access would show nothing."""

    code = "not_their_account"
    message = "This login acts for nobody on this account. Link it to one of the account's parties first."
