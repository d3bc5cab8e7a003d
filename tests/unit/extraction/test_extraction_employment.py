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


@pytest.mark.parametrize(
    ("body", "fields", "kind"),
    [
        ("We offer the possibility of part-time.", {}, "unknown"),
        ("Full-time, part-time possible.", {}, "full-time"),
        ("Vollzeit oder Teilzeit.", {}, "full-time"),
        ("Contract-to-hire: three months on contract, then a permanent post.", {}, "contract"),
        ("This is a fixed-term post until December.", {}, "temporary"),
        ("Fixed-term for 12 months.", {}, "temporary"),
        ("12-month contract covering parental leave.", {}, "temporary"),
        ("A six-month contract with possible extension.", {}, "contract"),
        ("6-month contract", {"title": "Baker (6-month contract)"}, "contract"),
        ("Permanent contract.", {}, "full-time"),
        ("Permanent, 38 hours a week.", {}, "full-time"),
        ("20 hours a week.", {}, "part-time"),
        ("0.5 FTE.", {}, "part-time"),
        ("Part-time, contract, or freelance roles may not be eligible for certain benefits.", {}, "unknown"),
        ("You contribute to our design internship program.", {}, "unknown"),
        ("You mentor interns.", {}, "unknown"),
        ("Job Types: Full-time, Part-time", {}, "full-time"),
        ("A post.", {"title": "Product Designer, B2B"}, "unknown"),
        ("A post.", {"title": "Account Executive (B2B SaaS)"}, "unknown"),
        ("A post.", {"title": "Java Developer (B2B)"}, "contract"),
        ("A post.", {"title": "Software Engineering Intern"}, "internship"),
        ("A post.", {"title": "Intern Program Manager"}, "unknown"),
        ("A post.", {"title": "Werkstudent Data"}, "internship"),
        ("A post.", {"employment": "FullTime", "title": "Research Intern"}, "full-time"),
        ("A post.", {"title": "Nurse (Part-Time)"}, "part-time"),
        ("You write us an invoice each month.", {}, "contract"),
        ("Freelance, outside IR35.", {}, "contract"),
        ("As a freelancer you choose your hours.", {}, "contract"),
        ("We work with freelancers.", {}, "unknown"),
        ("Our full-time staff eat together.", {}, "unknown"),
        ("Temporary cover for a colleague.", {}, "temporary"),
        ("Seasonal: June to September.", {}, "temporary"),
        ("Zeitarbeit", {}, "unknown"),
        ("Befristet auf zwei Jahre.", {}, "temporary"),
        ("CDI", {}, "full-time"),
        ("CDD de 6 mois.", {}, "temporary"),
        ("You run customer due diligence (CDD).", {}, "unknown"),
        ("Contrato indefinido, jornada completa.", {}, "full-time"),
        ("Contratto a tempo determinato.", {}, "temporary"),
        ("Umowa o pracę, pełny etat.", {}, "full-time"),
        ("Kontrakt B2B.", {}, "contract"),
        ("Employment type: Contract", {}, "contract"),
        ("Type: Full-Time", {}, "full-time"),
        ("W2 only, 12 months contract.", {}, "contract"),
        ("You negotiate contracts with carriers.", {}, "unknown"),
        ("Possibility of a full-time offer after the internship.", {"title": "Lab Intern"}, "internship"),
        ("The internship lasts twelve weeks.", {}, "internship"),
        ("No internship experience needed.", {}, "unknown"),
        ("This is not a contract role.", {}, "unknown"),
        ("A full time position, not a freelance one.", {}, "full-time"),
    ],
)
def test_kinds_of_contract_in_other_words(body, fields, kind):
    assert opening(body, **fields).employment_type == kind
