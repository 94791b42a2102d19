"""Our own loan arithmetic: instalments, schedules, accrual, payoff, payment split and projection.

Pure functions over ``Money`` and ``Decimal``: no database, no clock. A rate is a fraction of one per year
(``Decimal("0.1407")`` is 14.07%). Every amount is rounded once, where the function's name says, by the mode
that the caller states.
"""
