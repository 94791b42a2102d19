"""The one port between the portal and the system of record: what an account is, owes and was paid."""
