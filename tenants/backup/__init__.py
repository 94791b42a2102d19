"""One lender's backup and what can be done with it: restored in place or beside its original, and leaving for good.

A backup is one file (envelope, archive, manifest). ``taking`` writes it, ``reading`` checks it, ``restoring`` brings
it back, ``swapping`` changes the schema that a lender lives in, ``offboarding`` ends a lender.
"""
