"""Visa: offers, refusals, and the many texts that only mention the word."""

import pytest

from tests.unit.extraction.read_one import opening

CASES = (
    ("We sponsor visas.", "offers"),
    ("We file and pay for your O-1 petition.", "offers"),
    ("Visa sponsorship is available.", "offers"),
    ("We cannot sponsor visas.", "refuses"),
    ("No visa sponsorship.", "refuses"),
    ("You must be authorized to work in the US without sponsorship.", "refuses"),
    ("Our payment product supports Visa and Mastercard.", "unknown"),
    ("Visa sponsorship not available", "refuses"),
    ("We help with your visa and relocation.", "offers"),
    ("We sponsor meetups.", "unknown"),
    ("Equal opportunity regardless of citizenship.", "unknown"),
    ("Must have the right to work in the UK.", "unknown"),
    ("US citizens only.", "refuses"),
    ("Unfortunately we are unable to offer visa sponsorship at this time.", "refuses"),
    ("Will you require visa sponsorship?", "unknown"),
    ("We do not provide visa sponsorship.", "refuses"),
    ("H-1B transfer welcome", "offers"),
    ("We pay for the visa of you and your family.", "offers"),
    ("You need a work permit of your own; we do not help with it.", "refuses"),
    ("An executive sponsor supports each project.", "unknown"),
    ("Sponsorship of work permits is possible.", "offers"),
    ("You process visa applications for tourists.", "unknown"),
    ("Applicants who need a visa cannot be considered.", "refuses"),
    ("We will arrange your work permit.", "offers"),
    ("You manage sponsorship deals with football clubs.", "unknown"),
    ("Visa support for non-EU citizens", "offers"),
)


@pytest.mark.parametrize(("body", "visa"), CASES)
def test_visa(body, visa):
    assert opening(body).visa.value == visa
