"""Employment: the field, the title, then what the text says of the post."""

import pytest

from tests.unit.extraction.read_one import opening

CASES = (
    ("Full-time, permanent.", "full-time"),
    ("This is a part-time role.", "part-time"),
    ("Freelance contract, 6 months.", "contract"),
    ("6-month contract position", "contract"),
    ("Summer internship", "internship"),
    ("You own contract negotiations.", "unknown"),
    ("Contract management software", "unknown"),
    ("24 hours a week", "part-time"),
    ("40 hours per week", "full-time"),
    ("Maternity cover until May.", "temporary"),
    ("We use smart contracts.", "unknown"),
    ("A fixed-term post of one year.", "temporary"),
    ("You invoice us monthly as a freelancer.", "contract"),
    ("You may study part-time.", "unknown"),
    ("Support is full-time stressful", "full-time"),
    ("B2B SaaS company", "unknown"),
    ("You work as an independent contractor.", "contract"),
    ("We help contractors find work.", "unknown"),
    ("Unbefristete Festanstellung.", "full-time"),
    ("The post is for three days a week.", "part-time"),
    ("Only for the harvest season.", "temporary"),
    ("You supervise interns.", "unknown"),
    ("You will run our internship programme.", "unknown"),
    ("Seasonal job, June to August.", "temporary"),
    ("The job is 60%.", "part-time"),
    ("Permanent job, 38 hours.", "full-time"),
    ("Our temporary exhibitions draw crowds.", "unknown"),
    ("This is an internship of six months.", "internship"),
)


@pytest.mark.parametrize(("body", "kind"), CASES)
def test_employment_of_text(body, kind):
    assert opening(body).employment_type.value == kind


FIELDS = (
    ("FullTime", "full-time"),
    ("PartTime", "part-time"),
    ("Contract", "contract"),
    ("Intern", "internship"),
    ("Temporary", "temporary"),
    ("Regular", "full-time"),
)


@pytest.mark.parametrize(("field", "kind"), FIELDS)
def test_employment_of_field(field, kind):
    assert opening("A freelance contract.", employment=field).employment_type.value == kind
