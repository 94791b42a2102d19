"""Reading a lender's file of loans into accounts, schedules and ledgers."""
