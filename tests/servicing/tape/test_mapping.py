"""Mappings: read whole, and every mistake told with its key."""

from datetime import date
from decimal import ROUND_UP, Decimal
from pathlib import Path

import pytest

from portal_api.servicing.tape.files import FileUnusable
from portal_api.servicing.tape.mapping import MappingInvalid, parse_mapping, read_mapping
from portal_api.servicing.tape.standing import Standing
from portico_kernel.money import Money

from .tapes import MAPPING, mapping


def test_reads_what_a_mapping_says_and_fills_in_the_rest() -> None:
    found = mapping()

    assert found.as_of == date(2026, 6, 25)
    assert (found.encoding, found.delimiter, found.currency) == ("utf-8", ",", "USD")
    assert found.instalment_rounding == ROUND_UP
    assert found.met_tolerance == Decimal("0.01")
    assert found.limits.largest_amount == Money(10_000_000_000)
    assert found.standings["late 16"] is Standing.LATE_16_30


@pytest.mark.parametrize(
    ("old", "new", "key", "sentence"),
    [
        ('loan_number = "loan"', "", "columns.loan_number", "Every tape needs a column for this."),
        ('state = "state"', 'planet = "state"', "columns.planet", "There is no such field."),
        ('state = "state"', 'state = "rate"', "columns", "The column 'rate' is used twice."),
        ('ignore = ["branch"]', 'ignore = ["rate"]', "ignore", "The column 'rate' is both used and ignored."),
        ('format = "Mon-YYYY"', 'format = "%b"', "columns.issue_month.format", "Choose one of"),
        ('format = "Mon-YYYY"', 'fromat = "Mon-YYYY"', "columns.issue_month.fromat", "There is no such key."),
        ("as_of = 2026-06-25", 'as_of = "June"', "dates.as_of", "Write a day such as 2018-06-25"),
        ("as_of = 2026-06-25", "as_of = 2026-06-25T10:00:00", "dates.as_of", "Write a day such as"),
        ('currency = "USD"', 'currency = "XXX"', "file.currency", "Choose one of"),
        ('currency = "USD"', 'encoding = "utf-16"', "file.encoding", "Choose one of"),
        ('instalment_rounding = "up"', "check_balance = 1", "money.check_balance", "Write true or false."),
        ('"Paid" = "paid_off"', '"Paid" = "happy"', "standings.Paid", "Choose one of"),
        ('title = "Test loans"', "", "title", "Write a text here."),
        ('yes = ["joint"]', 'yes = "joint"', "columns.joint.yes", "Write a list of texts here."),
        (
            "[money]",
            "[placing]\nmet_tolerance_percent = 51\n[money]",
            "placing.met_tolerance_percent",
            "from 0",
        ),
        ("[money]", "[limits]\nlongest_term = 0\n[money]", "limits.longest_term", "Write a whole number"),
        ("[money]", "[mony]\n[money]", "mony", "There is no such key."),
    ],
)
def test_names_the_key_that_is_wrong_and_says_what_to_do(old: str, new: str, key: str, sentence: str) -> None:
    with pytest.raises(MappingInvalid) as caught:
        mapping((old, new))

    assert sentence in caught.value.fields[key]


def test_tells_every_mistake_at_once() -> None:
    with pytest.raises(MappingInvalid) as caught:
        mapping(('title = "Test loans"', ""), ('loan_number = "loan"', ""), ('"up"', '"sideways"'))

    assert sorted(caught.value.fields) == ["columns.loan_number", "money.instalment_rounding", "title"]


def test_says_where_the_file_is_no_toml() -> None:
    with pytest.raises(MappingInvalid, match="line 1, column 13"):
        parse_mapping('title = "x" product = "y"')


def test_says_that_a_file_is_missing_or_not_utf_8(tmp_path: Path) -> None:
    wrong = tmp_path / "mapping.toml"
    wrong.write_bytes(b'title = "caf\xe9"')

    for path, sentence in ((wrong, "not UTF-8 text"), (tmp_path / "absent.toml", "there is no such file")):
        with pytest.raises(FileUnusable, match=rf"{path.name}: .*{sentence}\."):
            read_mapping(path)


def test_needs_a_word_for_at_least_one_standing() -> None:
    with pytest.raises(MappingInvalid) as caught:
        parse_mapping(MAPPING[: MAPPING.index("[standings]")])

    assert "Say what each standing" in caught.value.fields["standings"]
