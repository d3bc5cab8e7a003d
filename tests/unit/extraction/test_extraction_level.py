"""Levels: title first, then plain words, then years; never those of colleagues."""

import pytest

from tests.unit.extraction.read_one import opening

CASES = (
    ("Senior Software Engineer", ["senior"]),
    ("Senior/Staff Engineer", ["senior", "staff"]),
    ("Sr. Staff Engineer", ["staff"]),
    ("Junior Developer", ["junior"]),
    ("Mid-Senior Go Developer", ["mid", "senior"]),
    ("Graduate Programme Manager", []),
    ("Apprenticeship Coordinator", []),
    ("Internal Tools Engineer", []),
    ("International Sales Engineer", []),
    ("Lead Generation Specialist", []),
    ("Senior Living Advisor", []),
    ("Staff Nurse", []),
    ("Chief of Staff", []),
    ("Staff Accountant", []),
    ("Principal Engineer", ["principal"]),
    ("VP of Engineering", ["executive"]),
    ("Head of Data", ["director"]),
    ("Engineering Manager", ["manager"]),
    ("Senior Engineering Manager", ["manager"]),
    ("Product Manager", []),
    ("Senior Product Manager", ["senior"]),
    ("Account Executive", []),
    ("Executive Assistant to the CEO", []),
    ("Assistant to the Vice President", []),
    ("Software Engineering Intern", ["intern"]),
    ("Werkstudent Softwareentwicklung (m/w/d)", ["intern"]),
    ("Graduate Software Engineer", ["junior"]),
    ("Software Engineer II", ["mid"]),
    ("Software Engineer III", ["senior"]),
    ("Mid-level Backend Developer", ["mid"]),
    ("Mid-Market Account Executive", []),
    ("Tech Lead", ["lead"]),
    ("Team Lead, Payments", ["lead"]),
    ("Associate Software Engineer", ["junior"]),
    ("Associate Director, Data", ["director"]),
    ("Junior to Mid Level Developer", ["junior", "mid"]),
    ("Mid/Senior Frontend Developer", ["mid", "senior"]),
    ("Software Engineers (All Levels)", ["junior", "mid", "senior"]),
    ("Data Scientist | Multiple Levels", ["junior", "mid", "senior"]),
    ("Sea Levels Analyst", []),
    ("Senior Engineer, Water Levels", ["senior"]),
    ("Software Engineer I/II", ["junior", "mid"]),
    ("Software Engineer II / III", ["mid", "senior"]),
    ("Data Engineer 2", ["mid"]),
    ("SDE II, Routing", ["mid"]),
    ("Machine Learning Engineer, Ads II", ["mid"]),
    ("Research Nurse, Phase II", []),
    ("Engineer, 2 years", []),
    ("Principal Designer, Parks", ["principal"]),
    ("Designer, Principal", ["principal"]),
    ("Designer, Principal Theatre", []),
    ("Junior to Senior Developer", ["junior", "mid", "senior"]),
    ("Junior / Senior Developer", ["junior", "senior"]),
    ("Regular & Senior Java Developer", ["mid", "senior"]),
    ("Creative Director", ["director"]),
    ("Program Director", ["director"]),
    ("Art Director", []),
    ("Engineering Fellow", ["principal"]),
    ("Legal Fellow", []),
    ("Community Fellow, Summer", []),
    ("Member of Technical Staff", []),
    ("Associate Member of Trading Staff", []),
    ("Sr. Product Manager", ["senior"]),
    ("Senior Executive Recruiter", ["senior"]),
    ("Entry Level Data Analyst", ["junior"]),
    ("Data Entry Clerk", []),
    ("Director of Engineering", ["director"]),
    ("CTO", ["executive"]),
    ("Chief Technology Officer", ["executive"]),
    ("Senior Director, Product", ["director"]),
    ("Distinguished Engineer", ["principal"]),
    ("Lead Software Engineer", ["lead"]),
    ("Senior Lead Engineer", ["lead"]),
    ("Staff+ Engineer", ["staff"]),
    ("Principal Investigator", []),
    ("School Principal", []),
    ("Apprentice Electrician", ["intern"]),
    ("Supervisor, Warehouse", ["manager"]),
    ("Project Manager", []),
    ("Program Manager II", ["mid"]),
    ("Senior Account Manager", ["senior"]),
    ("Manager, Customer Success", ["manager"]),
    ("Experienced Java Developer", ["senior"]),
    ("Trainee Solicitor", ["intern"]),
    ("Staffing Coordinator", []),
    ("Leadership Coach", []),
    ("Senior Manager, Marketing", ["manager"]),
    ("Juniors Swimming Coach", []),
    ("Software Engineer (Entry-Level)", ["junior"]),
    ("Data Scientist - New Grad", ["junior"]),
    ("Engineering Lead", ["lead"]),
    ("Director's Assistant", []),
    ("Reporting Analyst", []),
    ("Staff Training Officer", []),
    ("Senior Citizens' Program Assistant", []),
    ("Solar Lead Installer", ["lead"]),
    ("Hardware Intern - 2031 Graduates", ["intern"]),
    ("Graduates 2031: Summer Internship", ["intern"]),
    ("Intern or New Grad, Compilers", ["intern", "junior"]),
    ("Internship & Graduate Positions", ["intern", "junior"]),
    ("Hardware Engineer - 2031 Graduates", ["junior"]),
)


@pytest.mark.parametrize(("title", "levels"), CASES)
def test_level_of_title(title, levels):
    assert [level.value for level in opening(title=title).levels] == levels


TEXTS = (
    ("Software Engineer", "Mentors junior developers and reports to the Senior Director.", []),
    ("Software Engineer", "You work with senior engineers and staff designers.", []),
    ("Software Engineer", "We are looking for a senior engineer to join us.", ["senior"]),
    ("Software Engineer", "This is a mid-level role.", ["mid"]),
    ("Software Engineer", "Seniority: Junior", ["junior"]),
    ("Software Engineer", "New grads welcome.", ["junior"]),
    ("Software Engineer", "5+ years of experience in Python.", ["senior"]),
    ("Software Engineer", "3-5 years of experience.", ["mid"]),
    ("Software Engineer", "0-2 years of experience.", ["junior"]),
    ("Software Engineer", "1-5 years of experience.", ["junior", "mid"]),
    ("Security Guard", "5+ years of experience in patrols.", []),
    ("Recruiter", "7 years of experience in recruiting.", []),
    ("Jr. Data Scientist", "You join a group led by a Sr. Data Scientist.", ["junior"]),
    ("Operations Manager", "You manage a team of 12 people and hold performance reviews.", ["manager"]),
    ("Tester", "Level 1: $70,000 - $80,000\nLevel 2: $78,000 - $95,000", ["junior", "mid"]),
    ("Tester", "Tester II: 70k\nEngineer II: $78,000 - $95,000\nEngineer III: $90,000", ["mid", "senior"]),
    ("Tester", "Level 2: $78,000 - $95,000", []),
    ("Tester", "Level 1: reception\nLevel 2: laboratory", []),
    ("Welder", "You are expected to be the lead engineer for all seams.", ["lead"]),
    ("Welder", "You are expected to support the lead engineer.", []),
    ("Tinkerer", "We are looking for an early career builder.", ["junior"]),
    ("Tinkerer", "We build tools for early career builders.", []),
    ("Developer", "We are hiring upcoming graduates.", ["junior"]),
    ("Developer", "Our founders are graduates of the same school.", []),
    ("Developer", "Mid: 12 000 - 15 000 PLN | Senior: 16 000 - 20 000 PLN", ["mid", "senior"]),
)


@pytest.mark.parametrize(("title", "body", "levels"), TEXTS)
def test_level_of_text(title, body, levels):
    assert [level.value for level in opening(body, title=title).levels] == levels


def test_level_evidence_names_title():
    evidence = [one for one in opening(title="Senior Developer").evidence if one.facet == "levels"]
    assert [(one.value, one.words, one.field) for one in evidence] == [("senior", "Senior", "title")]


def test_a_grade_of_the_employers_ladder_is_told_in_plain_words():
    facets = opening("The job is graded E6, which is staff level here.", title="Data Engineer")
    assert [level.value for level in facets.levels] == ["staff"]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Founding AE", "You have 2+ years of experience in software sales.", []),
        ("Founding Engineer", "You have 1+ years of experience with Python.", []),
        ("Founding Engineer", "You have 6+ years of experience with Python.", ["senior"]),
        ("Account Executive", "You have 2+ years of experience in software sales.", ["junior"]),
        ("Fleet Coordinator", "Two years of experience in dispatching required.", ["junior"]),
        ("Fleet Coordinator", "3+ years of experience in dispatching.", ["mid"]),
        ("Fleet Coordinator", "6+ years of experience in dispatching.", []),
        ("Team Leader, Rigging", "You are a people leader first.", ["lead", "manager"]),
        ("Team Leader, Rigging", "You plan the lifts.", ["lead"]),
        ("Tech Lead", "You review designs; line management is somebody else's.", ["lead"]),
        ("Account Executive", "You have 0-1 years of experience in sales.", ["junior"]),
        ("Backend Engineer", "You have 2+ years of experience with Python.", ["junior"]),
        ("Senior Product Manager", "You lead a team of four and manage people.", ["senior"]),
        ("Product Manager", "You hire, coach and manage a team of four.", ["manager"]),
    ],
)
def test_years_and_people_beside_the_title(title: str, body: str, expected: list[str]) -> None:
    assert [level.value for level in opening(body, title=title).levels] == expected
