"""Title, company and language of texts that come without fields."""

import pytest

from bot.extraction.language import language_of
from tests.unit.extraction.read_one import reading


@pytest.mark.parametrize(
    ("text", "title", "company"),
    [
        ("Ashlar | Rust Engineer | Lisbon | ONSITE", "Rust Engineer", "Ashlar"),
        (
            "Ashlar (YC W21) | Senior Rust Engineer | Remote (EU) | Full-time | €80k-100k",
            "Senior Rust Engineer",
            "Ashlar",
        ),
        ("Ashlar | Remote | Rust Engineer", "Rust Engineer", "Ashlar"),
        (
            "Ashlar | Lisbon, Portugal | Full-time | Rust Engineer | https://ashlar.example",
            "Rust Engineer",
            "Ashlar",
        ),
        ("Rust Engineer | Ashlar | Lisbon", "Rust Engineer", "Ashlar"),
        ("Ashlar is hiring a Rust Engineer in Lisbon", "Rust Engineer", "Ashlar"),
        ("Ashlar is looking for a Staff Data Engineer (remote)", "Staff Data Engineer", "Ashlar"),
        ("Ashlar - Rust Engineer - Lisbon - Onsite", "Rust Engineer", "Ashlar"),
        ("Ashlar \u2014 Rust Engineer \u2014 Remote \u2014 Full-time", "Rust Engineer", "Ashlar"),
        ("Ashlar • Rust Engineer • Remote", "Rust Engineer", "Ashlar"),
        ("Ashlar // Rust Engineer // Remote", "Rust Engineer", "Ashlar"),
        ("Hiring: Rust Engineer | Ashlar | Remote", "Rust Engineer", "Ashlar"),
        ("Ashlar | https://ashlar.example | Rust Engineer | Remote", "Rust Engineer", "Ashlar"),
        (
            "Ashlar Stone Works | Head of Engineering | Ghent | Hybrid",
            "Head of Engineering",
            "Ashlar Stone Works",
        ),
        ("Ashlar | SRE, Platform | Remote US", "SRE, Platform", "Ashlar"),
        ("Ashlar | Product Designer | NYC", "Product Designer", "Ashlar"),
        ("Ashlar | Full Stack Engineer (React/Go) | Remote", "Full Stack Engineer (React/Go)", "Ashlar"),
        ("Ashlar | Founding Engineer | SF | Onsite | Visa", "Founding Engineer", "Ashlar"),
        (
            "Ashlar | Engineering Manager, Payments | Berlin or Remote",
            "Engineering Manager, Payments",
            "Ashlar",
        ),
        (
            "Ashlar | Multiple roles | Remote\n\nWe cut stone. We are hiring a Senior Rust Engineer.",
            "Senior Rust Engineer",
            "Ashlar",
        ),
        ("Rust Engineer at Ashlar (Lisbon)", "Rust Engineer (Lisbon)", "Ashlar"),
        ("Rust Engineer\nAshlar cuts stone with code.\nYou write Rust.", "Rust Engineer", None),
        ("Join Ashlar as a Rust Engineer!\nWe cut stone.", "Rust Engineer", "Ashlar"),
        ("Ashlar [Lisbon] | Rust Engineer | Full time", "Rust Engineer", "Ashlar"),
        ("Ashlar, Inc. | Rust Engineer | Remote", "Rust Engineer", "Ashlar, Inc."),
        (
            "Ashlar | ML Engineer, Computer Vision Engineer | Remote",
            "ML Engineer, Computer Vision Engineer",
            "Ashlar",
        ),
        ("Ashlar | Backend Developer (Contract) | Remote", "Backend Developer (Contract)", "Ashlar"),
        ("Ashlar | Technical Writer, part-time | Remote", "Technical Writer, part-time", "Ashlar"),
    ],
)
def test_title_and_company_of_a_free_text(text: str, title: str, company: str | None) -> None:
    found = reading(text if "\n" in text else f"{text}\nWe cut stone with code.")
    assert (found.title, found.company) == (title, company)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You will write the software for our saws and talk with the people who use them."),
        ("de", ("Du entwickelst die Software für unsere Sägen und sprichst mit den Menschen, "
         "die sie benutzen.")),
        ("fr", ("Vous développez le logiciel de nos scies et vous parlez avec les gens qui les "
         "utilisent.")),
        ("es", ("Desarrollas el software de nuestras sierras y hablas con las personas que las "
         "usan en la planta.")),
        ("pt", ("Você desenvolve o software das nossas serras e fala com as pessoas que as usam "
         "na fábrica.")),
        ("it", ("Sviluppi il software delle nostre seghe e parli con le persone che le usano in "
         "fabbrica.")),
        ("nl", "Je ontwikkelt de software voor onze zagen en praat met de mensen die ze gebruiken."),
        ("pl", ("Tworzysz oprogramowanie do naszych pił i rozmawiasz z ludźmi, którzy na nich "
         "pracują, bo praca jest dla ludzi.")),
        ("sv", "Du utvecklar programvaran för våra sågar och pratar med de människor som använder dem."),
        ("da", "Du udvikler softwaren til vores save og taler med de mennesker, der bruger dem."),
        ("no", ("Du utvikler programvaren til sagene våre og snakker med menneskene som ikke "
         "bruker den.")),
        ("fi", ("Kehität ohjelmistoa sahoihimme ja puhut ihmisten kanssa, jotka käyttävät "
         "niitä, ja se on hyvä.")),
        ("cs", ("Vyvíjíte software pro naše pily a mluvíte s lidmi, kteří je používají, protože "
         "to je práce pro lidi.")),
        ("ro", ("Dezvolți software pentru fierăstraiele noastre și vorbești cu oamenii care le "
         "folosesc din fabrică.")),
        ("hu", ("Te fejleszted a fűrészeink szoftverét, és beszélsz az emberekkel, akik "
         "használják, hogy jó legyen a munka.")),
        ("tr", ("Testerelerimiz için yaz\u0131l\u0131m geliştirir ve onlar\u0131 kullanan "
         "insanlarla bir arada olan bu ekipte çal\u0131ş\u0131rs\u0131n.")),
        ("ja", "\u79c1\u305f\u3061\u306e\u306e\u3053\u304e\u308a\u306e\u30bd\u30d5\u30c8"),
        ("ko", "\uc6b0\ub9ac \ud1b1\uc758 \uc18c\ud504\ud2b8\uc6e8\uc5b4\ub97c"),
        ("zh", "\u4f60\u5c06\u4e3a\u6211\u4eec\u7684\u952f\u5b50\u5f00\u53d1\u8f6f\u4ef6"),
        ("ru", "\u0412\u044b"),
        ("uk", "\u0420\u043e\u0437\u0440\u043e\u0431\u043a\u0430 \u0457\u0457 \u0456"),
        ("el", "\u0391\u03bd\u03b1\u03c0\u03c4\u03cd\u03c3\u03c3\u03b5\u03c4\u03b5"),
        ("he", "\u05d0\u05ea\u05dd \u05de\u05e4\u05ea\u05d7\u05d9\u05dd"),
        ("ar", "\u062a\u0637\u0648\u0631"),
        ("und", "Rust, Go, SQL"),
        ("und", ""),
        ("en", "Rust and Go, for the saws; you are with us in the yard. (m/w/d)"),
        ("de", ("Senior Software Engineer (m/w/d): Du arbeitest mit React, Node und AWS in der "
         "Cloud und im Team.")),
    ],
)  # fmt: skip
def test_the_language_of_a_text(language: str, text: str) -> None:
    assert language_of(text) == language
