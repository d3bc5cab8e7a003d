"""Roles: by title; of a plain software engineer by the duties."""

import pytest

from tests.unit.extraction.read_one import opening

CASES = (
    ("Backend Engineer", ["backend"]),
    ("Full-Stack Developer", ["fullstack"]),
    ("Fullstack Web Developer", ["fullstack"]),
    ("iOS Engineer", ["ios"]),
    ("DevOps Engineer", ["devops"]),
    ("SRE", ["sre"]),
    ("Platform Engineer", ["platform"]),
    ("Security Engineer", ["security"]),
    ("QA Engineer", ["qa"]),
    ("Embedded Software Engineer", ["embedded"]),
    ("Game Developer", ["game"]),
    ("Smart Contract Engineer", ["blockchain"]),
    ("UX Designer", ["design"]),
    ("Product Designer", ["design"]),
    ("Product Manager", ["product-manager"]),
    ("Technical Program Manager", ["project-manager"]),
    ("Engineering Manager, Data", ["engineering-manager"]),
    ("Solutions Architect", ["solutions"]),
    ("Developer Advocate", ["devrel"]),
    ("Customer Support Specialist", ["support"]),
    ("Sales Development Representative", ["sales"]),
    ("Marketing Manager", ["marketing"]),
    ("Office Manager", ["operations"]),
    ("Recruiter", ["hr"]),
    ("Accountant", ["finance"]),
    ("Legal Counsel", ["legal"]),
    ("Data Engineer", ["data-engineer"]),
    ("Analytics Engineer", ["data-engineer"]),
    ("Data Scientist", ["data-scientist"]),
    ("Data Analyst", ["data-analyst"]),
    ("Machine Learning Engineer", ["ml-engineer"]),
    ("Research Scientist", ["research"]),
    ("Frontend Engineer", ["frontend"]),
    ("React Developer", ["frontend"]),
    ("Firmware Engineer", ["embedded"]),
    ("Electrical Engineer", ["hardware"]),
    ("Infrastructure Engineer", ["infrastructure"]),
    ("Network Engineer", ["infrastructure"]),
    ("Security Guard", ["security", "operations"]),
    ("Real Estate Developer", []),
    ("Civil Engineer", []),
    ("Sound Engineer", []),
    ("Interior Designer", []),
    ("Go-to-Market Manager", ["marketing"]),
    ("Business Development Manager", ["sales"]),
    ("Product Marketing Manager", ["marketing"]),
    ("Design Engineer", ["frontend", "design"]),
    ("Software Engineer, iOS", ["ios"]),
    ("Software Engineer (Backend)", ["backend"]),
    ("Engineer, Infrastructure", ["infrastructure"]),
    ("Software Engineer - Machine Learning", ["ml-engineer", "software"]),
    ("Software Engineer, Data Platform", ["data-engineer", "software"]),
    ("Senior Software Engineer (Security)", ["security", "software"]),
    ("Software Engineer | Forward Deployed", ["solutions", "software"]),
    ("Head of Product", ["product-manager"]),
    ("Head of Engineering", ["engineering-manager"]),
    ("Head of Design", ["design"]),
    ("Head of Marketing", ["marketing"]),
    ("Director of Sales", ["sales"]),
    ("Sales Engineer", ["solutions", "sales"]),
    ("Support Engineer", ["support"]),
    ("Test Automation Engineer", ["qa"]),
    ("Unity Developer", ["game"]),
    ("Salesforce Developer", ["software"]),
    ("Java Developer", ["software"]),
    ("Python Engineer", ["software"]),
    ("Scrum Master", ["project-manager"]),
    ("Data Platform Engineer", ["data-engineer"]),
    ("Cloud Engineer", ["devops"]),
    ("Systems Administrator", ["infrastructure"]),
    ("Database Administrator", ["infrastructure"]),
    ("Payroll Specialist", ["hr"]),
    ("Nurse Educator", []),
    ("Compensation Lead", ["hr"]),
    ("Total Rewards Manager", ["hr"]),
    ("Human Resource Business Partner", ["hr"]),
    ("Commercial Lead - Nordics", ["sales"]),
    ("Commercial Pilot", []),
    ("Renewals Specialist", ["sales"]),
    ("Business Developer", ["sales"]),
    ("Sales Support Specialist", ["sales", "operations"]),
    ("Sales Enablement Manager", ["sales", "operations"]),
    ("Head of GTM Enablement", ["sales", "operations"]),
    ("Marketing Operations Analyst", ["marketing", "operations"]),
    ("Creative Director", ["design", "marketing"]),
    ("Lifecycle Lead", ["marketing"]),
    ("Head of Community", ["marketing"]),
    ("Community Nurse", []),
    ("Director, CX Enablement", ["support"]),
    ("Director, Customer Education", ["support"]),
    ("School Success Manager", ["support"]),
    ("Patient Experience Lead", ["support"]),
    ("Strategic Projects Lead", ["project-manager", "operations"]),
    ("Country Manager, Spain", ["operations"]),
    ("Third Party Management Specialist", ["operations"]),
    ("Executive Assistant to the CEO", ["operations"]),
    ("Partnerships Compliance Lead", ["legal"]),
    ("Regional Director", ["operations"]),
    ("Director, Tax", ["finance"]),
    ("Revenue Cycle Manager", ["finance"]),
    ("Data Migration Analyst", ["data-analyst"]),
    ("Analyst - Market Intelligence", ["data-analyst"]),
    ("Senior CAD Design Engineer", ["hardware"]),
    ("Dental CAD Designer", []),
    ("Shopify Developer", ["frontend"]),
    ("Senior Node.js Developer", ["backend"]),
    ("Next.js Developer", ["frontend"]),
    ("ML Operations Engineer", ["ml-engineer", "devops"]),
    ("IT Operations Engineer", ["infrastructure"]),
    ("Member of Technical Staff - Product Designer", ["design"]),
    ("Machine Learning Research Engineer", ["ml-engineer", "research"]),
    ("Engineering Lead", ["engineering-manager"]),
    ("Voice Talent Required - Thai", []),
    ("Join Our Talent Community", []),
    ("Talent Partner", ["hr"]),
    ("Site Reliability Engineer", ["sre"]),
    ("Mobile Developer (React Native)", ["mobile"]),
    ("Translator", []),
    ("Compliance Officer", ["legal"]),
    ("Electrician", []),
    ("Truck Driver", ["operations"]),
    ("Customer Success Manager", ["support"]),
    ("Business Analyst", ["operations"]),
    ("Security Analyst", ["security"]),
    ("Product Security Engineer", ["security"]),
    ("Growth Engineer", ["software"]),
    ("Sales Operations Analyst", ["sales", "operations"]),
)


@pytest.mark.parametrize(("title", "roles"), CASES)
def test_role_of_title(title, roles):
    assert list(opening(title=title).roles) == roles


DUTIES = (
    ("You design microservices and own the APIs of our distributed systems.", ["backend"]),
    (
        "You build React screens and the Node services and PostgreSQL database behind them.",
        ["fullstack", "software"],
    ),
    ("You work across the stack.", ["fullstack", "software"]),
    (
        "You polish user interfaces in React and CSS with our designers, and care for accessibility.",
        ["frontend"],
    ),
    ("You write software for ships.", ["software"]),
)


@pytest.mark.parametrize(("body", "roles"), DUTIES)
def test_duties_of_a_software_engineer(body, roles):
    assert list(opening(body, title="Software Engineer").roles) == roles


def test_duties_do_not_change_a_named_role():
    assert opening(
        "You work with the backend team on microservices and APIs.", title="Data Analyst"
    ).roles == ("data-analyst",)


DUTIES = (
    ("We are looking for backend developers who like operations.", ["backend"]),
    ("You will work as a full-stack engineer.", ["fullstack", "software"]),
    ("You run event-driven services and Kafka on PostgreSQL; the page is in React.", ["backend"]),
    ("You work with the backend engineers of another team.", ["software"]),
)  # fmt: skip


@pytest.mark.parametrize(("body", "roles"), DUTIES)
def test_duties_of_a_plain_software_engineer(body, roles):
    assert list(opening(body, title="Software Engineer").roles) == roles


def test_a_full_stack_post_that_is_mostly_one_side_counts_as_that_too():
    body = "Eighty words about us. Some 80% of it is back-end work."
    assert opening(body, title="Full-Stack Engineer").roles == ("fullstack", "backend")
    assert opening("Half of it is back-end work.", title="Full-Stack Engineer").roles == ("fullstack",)


BY_DUTIES = (
    ("Drupal Developer", "You own database design, APIs and integrations.", ["backend"]),
    ("Drupal Developer", "You build pages for schools.", ["software"]),
    ("PHP/Laminas Developer", "APIs on PostgreSQL.", ["backend"]),
    ("Java Engineer", "APIs, databases and screens in React.", ["fullstack", "software"]),
    ("Software Engineer", "You know databases and APIs.", ["software"]),
    (
        "Java Developer (Security)",
        "You build microservices, APIs and a database of tokens.",
        ["backend", "security"],
    ),
    ("Security Engineer", "You test microservices, APIs and databases.", ["security"]),
    (
        "Backend Engineer (Tides)",
        "Data pipelines, data systems, a data lake, batch jobs and Spark.",
        ["backend", "data-engineer"],
    ),
    ("Backend Engineer (Tides)", "Data pipelines feed our APIs.", ["backend"]),
    ("Automation Engineer", "You keep CI/CD, release systems and build pipelines running.", ["devops"]),
    ("Automation Engineer", "You write test cases, regression tests and CI/CD steps.", ["qa"]),
    ("Test Automation Engineer", "You keep CI/CD, release systems and build pipelines running.", ["qa"]),
    ("Mobile Engineer - iOS", "You build the app.", ["mobile", "ios"]),
    ("Mobile Engineer - Payments", "You build the app.", ["mobile"]),
    ("BI Architect", "Cubes.", ["data-engineer", "data-analyst"]),
    ("BI Developer", "Cubes.", ["data-analyst"]),
    ("Financial Data Analyst", "Cubes.", ["finance", "data-analyst"]),
    ("Data Analyst", "Cubes.", ["data-analyst"]),
    ("Staff Security Operations Engineer", "Alerts.", ["security"]),
    ("Security Officer", "Patrols.", ["security", "operations"]),
    ("Software Engineer, Data Platform", "Pipelines.", ["data-engineer", "software"]),
    ("Software Engineer, Data Platform", "A new platform team.", ["data-engineer", "software", "platform"]),
)


@pytest.mark.parametrize(("title", "body", "roles"), BY_DUTIES)
def test_duties_and_languages_tell_which_engineer(title, body, roles):
    assert list(opening(body, title=title).roles) == roles
