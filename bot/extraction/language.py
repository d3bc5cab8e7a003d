"""Tells the language of a text by its letters and its commonest words. Good enough for `lang:en`, no more."""

import re
from collections import Counter

UNKNOWN = "und"

_COMMON = {
    "en": "the and of to in is for with you are we our on this that will as be have your from",
    "de": "und der die das mit f\u00fcr du wir ist von zu den im ein eine bei auf deine unser werden sie",
    "fr": "le la les et des du une vous nous est pour dans sur avec votre notre au aux que en",
    "es": "el los las y del una con para que en por nuestro tu se como m\u00e1s experiencia es al",
    "pt": "os as e do da uma com para que em no na por voc\u00ea n\u00e3o nossa experi\u00eancia \u00e9 mais",
    "it": "il gli e di della che per con una nel sono del alla esperienza \u00e8 anche tuo lavoro le",
    "nl": "het een en van de voor met je wij ons bij zijn in op te dat jij ervaring ben aan",
    "pl": "i w na z do si\u0119 oraz jest dla nie od \u017ce o praca do\u015bwiadczenie nas po przez",
    "sv": "och att det som en p\u00e5 \u00e4r av f\u00f6r med du vi till ett har v\u00e5ra om oss",
    "da": "og at det som en p\u00e5 er af for med du vi til et har vores om os dig",
    "no": "og det som en p\u00e5 er av for med du vi til et har v\u00e5re om oss deg ikke",
    "fi": "ja on ett\u00e4 ei se sek\u00e4 sinun olet me tai kanssa my\u00f6s ty\u00f6",
    "cs": "a v na se je pro s do za jsme nebo jako od zku\u0161enosti",
    "ro": "\u0219i de la cu pentru \u00een este care din sau experien\u021b\u0103 pe o",
    "hu": "\u00e9s a az hogy egy nem is vagy munka tapasztalat",
    "tr": "ve bir i\u00e7in ile olan veya deneyim olarak bu da",
}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[\u0456\u0457\u0454\u0491]")),
    ("ru", re.compile(r"[\u0430-\u044f]")),
    ("el", re.compile(r"[\u03b1-\u03c9]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("ar", re.compile(r"[\u0620-\u064a]")),
    ("th", re.compile(r"[\u0e01-\u0e30]")),
    ("hi", re.compile(r"[\u0905-\u0939]")),
)
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 1_500
_LEAST_WORDS = 3
_SHARE = 0.15


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that most of the text is in, "und" when it cannot be told."""
    sample = text[:_SAMPLE].lower()
    if _OTHER_SCRIPT.search(sample):
        letters = len(_LETTER.findall(sample))
        for code, script in _SCRIPTS:
            if letters and len(script.findall(sample)) > letters * (_SHARE if code != "uk" else 0.02):
                return code
    scores: Counter[str] = Counter()
    for word, times in Counter(_WORD.findall(sample)).items():
        for code in _LANGUAGES_OF.get(word, ()):
            scores[code] += times
    best = scores.most_common(1)
    return best[0][0] if best and best[0][1] >= _LEAST_WORDS else UNKNOWN
