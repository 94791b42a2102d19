"""Why an import is refused as a whole."""

from __future__ import annotations

from portico_kernel.errors import InvalidInput


class DayRefused(InvalidInput):
    """The as-of day that was asked for cannot be."""

    code = "import_day_refused"


class CurrencyRefused(InvalidInput):
    """The file is in a currency that is not the lender's."""

    code = "import_currency_refused"


class RowsRefused(InvalidInput):
    """An import that takes every row or none met bad rows, and took none."""

    code = "import_rows_refused"

    def __init__(self, count: int) -> None:
        rows = "1 row is" if count == 1 else f"{count:,} rows are"
        super().__init__(f"{rows} bad, so nothing was imported (--strict).")
