"""Words that are both skills and ordinary words: sentences that mean the skill, and sentences that do not."""

import pytest

from bot.extraction.skills import find_skills
from tests.unit.extraction.loaded import vocabulary

MEANT = {
    "Go": ["We write Go and a little Python.", "Five years of Go in production.", "Languages: Go, Java"],
    "R": ["Models are fitted in R or Python.", "You know R, SAS and SQL.", "R programming experience"],
    "C": ["Drivers are written in C.", "Skills: C, C++, assembly", "Solid C programming skills"],
    "D": ["Services written in D", "You know C, D and Rust."],
    "Swift": ["Our app is written in Swift.", "Swift, UIKit and Combine", "You are a Swift developer."],
    "Spring": ["Java, Spring, Hibernate", "Experience with Spring and Kafka", "Spring developer wanted"],
    "Express": ["Node.js, Express, MongoDB", "APIs built with Express", "experience with Express.js"],
    "React": ["You know React well.", "React developers wanted", "Frontend: React, Redux"],
    "Chef": ["Servers are configured with Chef.", "Chef, Puppet or Ansible", "You maintain Chef cookbooks."],
    "Rust": ["Our engine is in Rust.", "Rust or C++ experience", "You write Rust every day."],
    "Dart": ["Flutter and Dart", "apps written in Dart", "Dart developer"],
    "Access": ["Word, Excel and Access", "databases in Microsoft Access", "proficient in Access and Excel"],
    "Excel": ["You build models in Excel.", "Advanced Excel skills", "Excel, PowerPoint"],
    "Microsoft Teams": ["We talk on Microsoft Teams.", "MS Teams administration", "Zoom and MS Teams"],
    "Notion": ["Our wiki is Notion.", "Tools: Notion, Jira", "experience with Notion"],
    "Slack": ["tools such as Slack and Jira", "Slack, Notion, Linear", "You build Slack apps."],
    "Linear": ["We track work in Linear.", "Jira, Linear, Notion", "tools like Linear"],
    "Segment": [
        "Tools: Segment, Mixpanel, dbt",
        "tools like Segment and Amplitude",
        "experience with Segment",
    ],
    "Flask": ["Django or Flask", "a service built with Flask", "Flask developers"],
    "Bash": ["scripts in Bash", "Bash, Python, Perl", "strong bash scripting"],
    "Puppet": ["configuration with Puppet", "Puppet or Chef", "You know Puppet well."],
    "SaltStack": ["Ansible, Salt, Chef", "configuration with Salt", "SaltStack experience"],
    "Spark": ["jobs on Spark and Kafka", "Experience with Spark", "Hadoop, Spark"],
    "Kotlin Flow": ["Kotlin, Coroutines, Flow", "StateFlow and Compose", "SharedFlow in our apps"],
    "Julia": ["simulations written in Julia", "Python, R, Julia", "Julia developers"],
    "Ruby": ["Our backend is Ruby.", "Ruby and Go", "Ruby developers wanted"],
    "Ada": ["avionics software in Ada", "C, C++, Ada", "Ada developer"],
    "Oracle": ["Oracle, MySQL, PostgreSQL", "queries on Oracle databases", "Oracle SQL tuning"],
    "Sketch": ["Figma or Sketch", "prototypes in Sketch", "Sketch, InVision"],
    "Keynote": ["PowerPoint, Keynote, Figma", "decks in Keynote", "tools like Keynote"],
    "Scala": ["Scala and Spark", "services written in Scala", "Scala developer"],
    "Elixir": ["Elixir and Phoenix", "services in Elixir", "We use Elixir."],
    "Vault": ["Consul, Vault, Terraform", "secrets in Vault", "HashiCorp Vault"],
    "Prophet": [
        "ARIMA, Prophet, XGBoost, pandas",
        "Prophet and XGBoost",
        "tools such as Prophet and pandas",
    ],
    "Sage": ["QuickBooks, Sage or Xero", "experience with Sage", "Sage 50"],
    "Maya": ["Blender, Maya, Houdini", "animation in Maya", "Autodesk Maya"],
    "Unity": ["games in Unity", "Unity and C#", "Unity developer"],
    "Apex": ["Salesforce, Apex, SOQL", "triggers in Apex", "Salesforce Apex"],
    "Epic": ["Epic, Cerner or Meditech", "experience with Epic", "Epic EHR"],
    "Polish": ["You speak fluent Polish.", "Polish and English", "Polish speakers wanted"],
    "Clay": ["Apollo.io, Clay, HubSpot", "tools such as Clay and HubSpot"],
    "Outreach": ["Salesforce, Outreach, Gong", "experience with Outreach and Salesloft"],
}

NOT_MEANT = {
    "Go": ["Go for it!", "You own go-to-market.", "Let's go live in May.", "There is a long way to go."],
    "R": ["Our R&D department", "Mr. R. Smith leads it.", "Section R of the contract"],
    "C": ["We closed our Series C.", "Talk to C-level buyers.", "Vitamin C for everybody"],
    "D": ["Our R&D and L&D teams", "Plan D is at hand.", "3-D glasses"],
    "Swift": ["Expect a swift answer.", "Swift action is wanted.", "She is Taylor Swift's fan."],
    "Spring": ["Our spring internship", "Join us in Spring 2027.", "Silver Spring, MD"],
    "Express": ["You express yourself clearly.", "the American Express card", "express written consent"],
    "React": ["You react fast.", "React to incidents within minutes.", "how people react to change"],
    "Chef": ["Our chef cooks for you.", "The Executive Chef leads six cooks.", "Chef de Partie"],
    "Rust": ["Steel that does not rust", "the Rust Belt", "rust-proof coating"],
    "Dart": ["a dart board in the office", "You dart between tasks.", "DART trains stop here."],
    "Access": ["You have access to data.", "Access to our gym", "Access control for the site"],
    "Excel": ["You excel at sales.", "People who excel in teams", "Excel in a fast environment"],
    "Microsoft Teams": ["You lead teams.", "Teams of five", "Join one of our Teams."],
    "Notion": ["the notion of quality", "You challenge the notion that it is done.", "a notion of time"],
    "Slack": ["Nobody picks up the slack.", "There is slack in the plan.", "We never slack off."],
    "Linear": ["careers are not linear", "linear algebra", "in a linear fashion", "linear regression"],
    "Segment": ["our largest customer segment", "You segment the market.", "the Enterprise segment"],
    "Flask": ["a flask of tea", "bring your flask", "Flask and beaker washing"],
    "Bash": ["our summer bash", "a birthday bash", "We never bash competitors."],
    "Puppet": ["a puppet show", "nobody is a puppet", "puppet theatre"],
    "SaltStack": ["worth their salt", "salt and pepper", "Salt Lake City"],
    "Spark": ["You spark joy.", "the spark of an idea", "ideas that spark change"],
    "Kotlin Flow": ["cash flow", "the flow of goods", "Flow of work"],
    "Julia": ["Julia, our CEO, started it.", "Ask Julia about it.", "Julia's team"],
    "Ruby": ["a ruby ring", "ruby red walls", "the ruby slippers"],
    "Ada": ["ADA compliance", "Ada Lovelace day", "Ada and Tom run the office."],
    "Oracle": ["the oracle of Delphi", "no oracle knows", "an oracle"],
    "Sketch": ["You sketch out ideas.", "a quick sketch", "Sketch your first idea on paper."],
    "Keynote": ["gave the keynote", "a keynote speaker", "Keynote speeches at events"],
    "Scala": ["the Teatro alla Scala", "near La Scala", "scala theatre"],
    "Elixir": ["no elixir of life", "the elixir", "an elixir against stress"],
    "Vault": ["a bank vault", "the vault is locked", "vault doors"],
    "Prophet": ["a prophet of doom", "the Prophet's birthday", "no prophet"],
    "Sage": ["sage advice", "a sage green wall", "sage and thyme"],
    "Maya": ["Maya, who leads design, says hello.", "Ask Maya.", "Maya's story"],
    "Unity": ["unity of command", "a spirit of unity", "unity in the team"],
    "Apex": ["the apex of your career", "at the apex", "an apex predator"],
    "Epic": ["epic adventures", "an epic team", "Epic Games"],
    "Polish": ["You polish the last details.", "polish and shine", "a polished product"],
    "Clay": ["pots of clay", "clay courts", "a clay oven"],
    "Outreach": ["community outreach", "outreach to schools", "Outreach to donors"],
}


def skills_in(text: str) -> set[str]:
    mentions, _ = find_skills("", text, (), vocabulary())
    return {mention.name for mention in mentions}


@pytest.mark.parametrize(
    ("skill", "text"), [(skill, text) for skill, texts in MEANT.items() for text in texts]
)
def test_the_skill_is_meant(skill: str, text: str) -> None:
    assert skill in skills_in(text)


@pytest.mark.parametrize(
    ("skill", "text"), [(skill, text) for skill, texts in NOT_MEANT.items() for text in texts]
)
def test_an_ordinary_word_is_meant(skill: str, text: str) -> None:
    assert skill not in skills_in(text)


def test_each_dangerous_word_is_tried_both_ways() -> None:
    assert MEANT.keys() == NOT_MEANT.keys()
    assert len(MEANT) >= 40
    assert min(len(MEANT[skill]) + len(NOT_MEANT[skill]) for skill in MEANT) >= 5
