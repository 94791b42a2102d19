"""Loan tapes: a lender's portfolio as CSV, read through a mapping that a person can read.

Pure: bytes in, frozen rows out. ``mapping`` says what the columns mean, ``reader`` streams rows, ``placing``
finds the due dates that agree with the tape, ``parties`` gives each loan its people.
"""
