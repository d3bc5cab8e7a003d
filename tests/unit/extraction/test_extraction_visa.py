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


@pytest.mark.parametrize(
    ("body", "visa"),
    [
        ("We sponsor visas.", "offers"),
        ("Visa sponsorship available.", "offers"),
        ("We can sponsor H-1B transfers.", "offers"),
        ("We are unable to sponsor visas.", "refuses"),
        ("We cannot sponsor work permits at this time.", "refuses"),
        ("No visa sponsorship.", "refuses"),
        ("Sponsorship is not available for this role.", "refuses"),
        ("You must have the right to work in the UK.", "unknown"),
        ("You must be authorized to work in the US.", "unknown"),
        ("You must be authorized to work in the US without sponsorship.", "refuses"),
        ("U.S. citizenship is required.", "refuses"),
        ("Must be a US citizen.", "refuses"),
        ("US citizens or permanent residents only.", "refuses"),
        ("Active security clearance required.", "unknown"),
        ("We help with relocation.", "unknown"),
        ("Relocation package and visa support.", "offers"),
        ("We take care of your Blue Card.", "offers"),
        ("Applicants who need a visa cannot be considered.", "refuses"),
        ("Will you now or in the future require sponsorship?", "unknown"),
        ("Our executive sponsor meets you weekly.", "unknown"),
        ("We sponsor conferences.", "unknown"),
        ("Visa is one of our customers.", "unknown"),
        ("We do not sponsor visas, sorry.", "refuses"),
        ("We are not able to offer sponsorship.", "refuses"),
        ("Unfortunately, we can't provide visa sponsorship.", "refuses"),
        ("Sponsorship: no", "refuses"),
        ("Visa sponsorship: yes", "offers"),
        ("H1B welcome.", "offers"),
        ("Skilled Worker visa sponsorship is possible for the right person.", "offers"),
        ("This post is open to visa sponsorship.", "offers"),
        ("We will apply for your work permit.", "offers"),
        ("We pay the visa fees and file the papers.", "offers"),
        ("Candidates requiring sponsorship will not be considered.", "refuses"),
        ("EU work permit needed.", "unknown"),
        ("A valid EU work permit is a must, as we don't sponsor.", "refuses"),
        ("ITAR: must be a U.S. person.", "unknown"),
        ("Eligible for TN visa? We do the letter.", "unknown"),
        ("We are a licensed sponsor.", "offers"),
        ("We hold a sponsor licence.", "offers"),
        ("Kein Visum-Sponsoring.", "refuses"),
        ("Wir unterstützen beim Visum.", "offers"),
        ("Only Swiss or EU citizens.", "unknown"),
        ("Sponsorship may be available.", "offers"),
        ("You need to have Australian working rights; no sponsorship on offer.", "refuses"),
        ("Not offering visa sponsorship.", "refuses"),
        ("Visa transfer supported.", "offers"),
        ("must be eligible to work in Canada; sponsorship is not provided", "refuses"),
        ("This position does not qualify for visa sponsorship.", "refuses"),
        ("This role is not eligible for immigration sponsorship.", "refuses"),
    ],
)
def test_the_usual_formulas(body, visa):
    assert opening(body).visa == visa
