"""Years: the least overall experience asked for; ages, histories and wishes are none."""

import pytest

from tests.unit.extraction.read_one import opening

CASES = (
    ("5+ years of experience in Python.", 5),
    ("At least three years of nursing.", 3),
    ("3-5 years of experience", 3),
    ("Our company is 20 years old.", None),
    ("You must be 18 years of age.", None),
    ("Ten years ago we began.", None),
    ("A minimum of 2 years in sales.", 2),
    ("Equity vests over 4 years.", None),
    ("We have been in business for 30 years.", None),
    ("10+ years of experience, including 3 years of leading teams.", 10),
    ("18 months of experience with SAP.", 1.5),
    ("Bachelor's degree and 5 years of experience, or Master's degree and 3 years of experience.", 3),
    ("PhD with 2 years, or a Master's with 5 years of experience.", 2),
    ("5 years of experience preferred.", 5),
    ("At least 2 years of experience. 5 years of experience preferred.", 2),
    ("Preferred experience:\n- 7+ years of consulting", 7),
    ("Nice to have:\n- 7+ years of consulting", None),
    ("5 years of experience would be a plus.", None),
    ("Ideally 5 years of experience.", None),
    ("No experience needed.", None),
    ("Two to four years of practice.", 2),
    ("Over the last 5 years we grew.", None),
    ("a five-year plan", None),
    ("You bring 4 yrs of QA work.", 4),
    ("0-2 years of experience", 0),
    ("1+ year with Excel", 1),
    ("Mindestens 3 Jahre Berufserfahrung.", 3),
    ("Experience: 7 years.", 7),
    ("6 years' experience as a chef", 6),
    ("We offer 2 years of parental leave", None),
    ("a two-year contract", None),
    ("We hope for three years of web work.", 3),
    ("Three years as a welder, or a finished apprenticeship.", 3),
    ("The contract runs for two years.", None),
    ("Our founders have 20 years of experience in banking.", None),
    ("You have worked with horses for at least four years.", 4),
    ("Five or more years of teaching.", 5),
    ("You will spend two years in Kenya.", None),
    ("With more than 6 years of experience in logistics", 6),
    ("Required: 8 years in tax, of which 2 in transfer pricing.", 8),
    ("Nice to have: 5 years of Rust", None),
    ("Experience (3 years) in welding", 3),
    ("a decade of experience", 10),
    ("For 15 years we have made cheese.", None),
    ("3 years minimum experience", 3),
)


@pytest.mark.parametrize(("body", "years"), CASES)
def test_years(body, years):
    assert opening(body).years_min == years


def test_years_under_a_heading_of_wishes_do_not_count():
    body = (
        "Requirements\n- 4 years of experience with ships\nNice to have\n- 8 years of experience with planes"
    )
    assert opening(body).years_min == 4
