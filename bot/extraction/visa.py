"""Reads whether the employer sponsors a visa. A refusal beats an offer: it is the exact statement."""

import re

from bot.domain.opening import Visa
from bot.extraction.cue_lines import matches
from bot.extraction.sheet import Found, Sheet

_SPONSOR = (
    r"(?:visas?(?: and| or|/)?(?: (?:work|immigration|permit))*[\s-]*sponsor\w*"
    r"|sponsor\w*(?: (?:for )?(?:a |an |your |any |of |employment |work |the |h-?1b "
    r"|new )*)?(?:visas?|permits?|work authori[sz]ation)"
    r"|(?:employment|work|immigration|h-?1b|permit)[\s-]*(?:visa |permit "
    r"|authori[sz]ation )?sponsor\w*|sponsorship|sponsor (?:you|candidates?|applicants?"
    r"|employees|people|individuals|international|foreign|work|h-?1b|an? \w+ visa)"
    r"|sponsor\b(?=[.,;)]|$| (?:at|now|for this|employment)))"
)
_CUE = re.compile(
    r"h-?1b|visa(?!\s*(?:card|inc\b|(?:,|and|or|&|/)\s*(?:mastercard|capital|amex)))|sponsor|work permit"
    r"|work authori[sz]ation|authori[sz](?:ed|ation) to work|right to work"
    r"|eligible to work|citizen|security clearance|green card|permanent residen|relocation|petition"
    r"|arbeitserlaubnis|blue card|visum",
    re.IGNORECASE,
)
_CUE_PIECES = ("h1b", "h-1b", "visa", "sponsor", "permit", "authori", "right to work", "eligible to work",
               "citizen", "clearance", "green card", "permanent residen", "relocation", "petition",
               "arbeitserlaubnis", "blue card", "visum")  # fmt: skip
_REFUSES = re.compile(
    r"(?:\bno\b|\bnot\b|n['\u2019]t\b|\bcannot\b|\bunable\b|\bneither\b|\bnever\b|\bwithout\b"
    r"|\bnor\b|\bdon['\u2019]?t\b|\bunfortunately\b|\bineligible\b)[^.;!?\n]{0,80}?"
    + _SPONSOR
    + "|"
    + _SPONSOR
    + r"[^.;!?\n]{0,40}?(?:\bis not\b|\bare not\b|\bisn['\u2019]t\b|\bnot (?:available|offered"
    r"|provided|possible|supported|considered|be)\b|\bunavailable\b|\bcannot\b"
    r"|\bcan['\u2019]t\b|\bwon['\u2019]t\b|: ?no\b|\bno\b$|\bnot available)"
    r"|\b(?:u\.?s\.?a?|american|eu|uk|british|canadian|australian|german) (?:citizens?(?:hip)?"
    r"|nationals?)(?:/\w+)?(?: or (?:green card|permanent residen\w+|gc)(?: holders?)?)?(?: is"
    r"| are| status)?[\s-]*(?:only|required|is required|must|necessary|needed)"
    r"|\b(?:must|need to|required to|have to) (?:be|hold|have"
    r"|possess)[^.;\n]{0,30}\b(?:u\.?s\.?|united states|australian|uk|canadian"
    r"|american) citizen(?:ship|s)?\b(?! or (?:national|lawful|permanent|perm|us perm"
    r"|u\.s\. perm))(?!,)"
    r"|\b(?:need|require)\w* (?:an? |any )?(?:visas?"
    r"|sponsorship|work permits?)[^.;\n]{0,30}\b(?:cannot|can['\u2019]t|will not|won['\u2019]t"
    r"|not be)\b|\b(?:visas?|permits?)\b[^.;\n]{0,20}\b(?:of your own|yourself)\b"
    r"|\bcitizenship (?:is )?(?:required|mandatory|needed)\b"
    r"|\b(?:requires?|required:?) (?:u\.?s\.?|united states) citizenship"
    r"|\bvisa:?\s+(?:u\.?s\.? citizen/visa only|not? |none\b|no sponsorship|won['\u2019]t)"
    r"|\b(?:no visas?|no work permits?|no h-?1b|no sponsorship|no c2c)\b(?! (?:needed|required))"
    r"|\b(?:must|need to|should|have to|required to)[^.;\n]{0,60}\b(?:work|working"
    r"|right to work|authori[sz]ed|authori[sz]ation|eligible"
    r"|eligibility)\b[^.;\n]{0,60}\bwithout\b[^.;\n]{0,30}\b(?:sponsor|visa|restriction)"
    r"|\bdo not (?:offer|provide|support)[^.;\n]{0,30}\b(?:visas?|work permits?)\b"
    r"|\b(?:can(?:not|['\u2019]t)|unable to|not able to) (?:\w+ ){0,4}(?:visas?|work permits?"
    r"|work authori[sz]ation)\b|\bkeine? visa|\bkein visum",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:we (?:do |can |will |happily |gladly |also |are (?:able|happy|willing|open) to )*"
    r"|can |will |do |able to |happy to |willing to |offers?(?:ing)? |provid\w+ |includ\w+ "
    r"|with |open to |support(?:s|ed|ing)? (?:with )?|help (?:you )?(?:with|get) "
    r"|assist\w* (?:you )?(?:with )?|arrang\w+ |take care of |handle |cover(?:s|ed)? "
    r"|pay for )"
    r"(?:\w+[\w,&/'\u2019 -]{0,40}?)?"
    + _SPONSOR
    + "|"
    + _SPONSOR
    + r"\s{0,2}(?:(?:and|&|/|\+|or) [\w /]{0,25})?(?:is |are |will be |can be |may be "
    r"|: ?)?(?:also )?(?:available|offered|provided|possible|supported|included|considered"
    r"|on offer|yes\b|welcome|assistance|support|for (?:the )?right)"
    r"|\bvisa:?\s+(?:will sponsor|sponsor(?:ship|ed)?(?: (?:available|yes|possible|provided))?"
    r"|yes|ok)\b|\bvisas? (?:and relocation )?(?:support|assistance|help|sponsored|available"
    r"|provided|welcome|ok|friendly)\b"
    r"|\b(?:support|assist|help|assistance)(?:s|ing|ance)?(?: you)?(?: with| getting"
    r"| in)?(?: (?:your|a|the|work|obtaining|getting|relocation|and|relocation,"
    r"|immigration))* (?:visas?|work permits?)\b|\bget you a visa"
    r"|\bwe (?:will |can |also |happily )?(?:file|pay|handle|prepare|submit)\b[^.;\n]{0,30}"
    r"\b(?:h-?1b|o-?1|visas?|green cards?)\b[^.;\n]{0,20}\b(?:petitions?|applications?|filings?)\b"
    r"|\bwe do sponsor"
    r"|\bh-?1b (?:(?:transfers?|sponsor\w*) )?(?:ok|welcome|available|considered|supported)"
    r"|\bwork permit (?:is )?(?:arranged|sponsored|provided|support)|\bblue card (?:support"
    r"|sponsor\w*)|\bwe (?:will |can |['\u2019]ll )?(?:arrange|handle|organi[sz]e|take care of"
    r"|pay for|sort out"
    r"|help with|apply for|pay)[^.;\n]{0,30}\b(?:visas?|work permits?|blue cards?)\b"
    r"|\bvisa transfers? (?:is |are )?(?:supported|possible|ok|welcome)"
    r"|\blicensed sponsor\b|\b(?:hold|have) an? (?:\w+ )?sponsor(?:ship)? licen[cs]e\b"
    r"|\bunterst\u00fctz\w+ [^.\n]{0,30}\bvisum\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"^[\W_]*(?:h-?1b |work |full |paid )?visa(?:s)? (?:and relocation )?(?:sponsor\w*|support"
    r"|assistance)(?:[ \t]*(?:\([^)\n]{0,40}\)|&|and|\+|/)[^\n]{0,40})?[\W_]*$"
    r"|[|\u2022]\s*visa sponsor\w*\s*(?=[|\u2022\n]|$)|^[^\n]{0,160}\|\s*visas?\s*\|",
    re.IGNORECASE | re.MULTILINE,
)
_HISTORY = re.compile(
    r"\b(?:executive|event|project|stakeholder|corporate|conference|charity|level|team"
    r"|programme?|research)s?[- ]sponsor|sponsored by|sponsors? of|sponsor (?:events|meetups"
    r"|hackathons|lunch|conferences)|do you (?:now or|require)|will you (?:now|require)"
    r"|would you require",
    re.IGNORECASE,
)
_PARTLY = re.compile(r"\s*(?:(?:\w+ )?for (?:every|all)|(?:is )?(?:needed|necessary) for)\b", re.IGNORECASE)
_REACH = 170


def read_visa(sheet: Sheet) -> Found[Visa] | None:
    """Whether a visa is sponsored; None when the posting does not say."""
    text = f"{sheet.own_text}\n{sheet.text}" if sheet.own_text else sheet.text
    offers: Found[Visa] | None = None
    covered = -1
    for cue in matches(_CUE, text, _CUE_PIECES):
        if cue.start() < covered:
            continue
        start = max(text.rfind("\n", 0, cue.start()) + 1, cue.start() - _REACH)
        line_end = text.find("\n", cue.end())
        end = min(len(text) if line_end < 0 else line_end, cue.end() + _REACH)
        covered = end
        near = text[start:end]
        refusal = _REFUSES.search(near)
        if refusal and not _HISTORY.search(refusal.group()) and not _PARTLY.match(near, refusal.end()):
            return Found(value=Visa.REFUSES, words=refusal.group(), field="body")
        offer = _OFFERS.search(near) or _LISTED.search(near)
        if offers is None and offer is not None and not _HISTORY.search(near):
            offers = Found(value=Visa.OFFERS, words=offer.group(), field="body")
    return offers
