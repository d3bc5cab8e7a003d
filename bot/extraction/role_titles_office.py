"""What plainer words of a title say where no name of a role stands in it ("Lifecycle Lead"). A table only."""

import re

OFFICE_WORDS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (roles, re.compile(pattern))
    for roles, pattern in (
        (
            ("hr",),
            (
                r"\b(?:compensation|total rewards|benefits|employee (?:experience|relations)|people|learning"
                r" (?:&|and) development|l&d|workplace culture|human resource|employer brand\w*|onboarding"
                r" specialist)\b"
            ),
        ),
        (
            ("support",),
            (
                r"\bcx\b|\bcustomer (?:engagement|onboarding|activation|education|experience|relations"
                r"|operations|adoption|journey)\b|\bsuccess\b|\bclient (?:services?|associate|success"
                r"|relations"
                r"|operations|experience|onboarding)\b|\b(?:patient|member|guest|user) (?:experience"
                r"|services?"
                r"|relations|advocate)\b|\bvp of adoption\b"
            ),
        ),
        (
            ("sales", "operations"),
            (
                r"\bdeal desk\b|\b(?:gtm|go-to-market|sales|revenue|field)? ?enablement\b|\brev ?ops\b"
                r"|\bcommissions\b"
            ),
        ),
        (("sales", "marketing"), r"\bgtm\b|\bgo-to-market\b"),
        (
            ("sales",),
            (
                r"\bcommercial (?:team|executive|associate|operations|partner|owner|excellence)\b"
                r"|\brenewals?\b|\blead gen(?:eration)?\b|\b(?:market|business) develop(?:ment|er)\b"
                r"|\bstrategic accounts?\b|\baccounts? lead\b|\bterritory\b|\bchannels?\b|\becosystem\b"
                r"|\balliances?\b"
                r"|\bpartner (?:consulting|lead|success|associate|growth)\b|\bstrategic partners?\b"
                r"|\bclient partner\b|\brelationship manager\b|\btelesales\b|\bquota\b"
            ),
        ),
        (
            ("marketing",),
            (
                r"\blifecycle\b|\bcommunity(?: (?:lead|manager|engagement|intern|specialist|associate"
                r"|builder|director)|$)|\bevents?\b|\bbrand\b|\buser acquisition\b|\bua\b|\bgrowth\b"
                r"|\bsearch engine optimi[sz]ation\b|\b(?:copy|script|brand|ux|content|blog)? ?writers?\b"
                r"|\beditors?\b"
                r"|\bcontent (?:producer|curator|marketer|associate|planner|partner)s?\b|\bvideo ?(?:maker"
                r"|grapher|lead|producer)\b|\bcampaigns?\b|\bambassadors?\b"
                r"|\bscriptwriter\b|\bmedia (?:manager|buyer|planner|producer|lead|relations"
                r"|strategist)s?\b|\bpress\b|\badvertising\b|\bcrm\b|\binfluencers?\b|\bcreators?\b"
            ),
        ),
        (
            ("finance",),
            (
                r"\b(?:tax|treasury|billing|collections?|collector|receivables?|payables?|revenue cycle"
                r"|capital markets"
                r"|underwriting|audit|credit|finance|financial|investments?|pricing|payroll|bookkeeping"
                r"|trader|trading"
                r"|lending|loans?)\b"
            ),
        ),
        (
            ("legal",),
            (
                r"\b(?:regulatory|policy|privacy|aml|kyc|sanctions|licensing|ethics)\b"
                r"|\bcontracts? (?:manager|specialist|analyst|administrator)s?\b"
            ),
        ),
        (
            ("data-analyst",),
            (
                r"\b(?:market|competitive|consumer|customer|business)? ?(?:intelligence|insights?)\b"
                r"|\banalytics\b"
                r"|\bdata (?:\w+ ){0,2}analysts?\b|\bdata (?:governance|steward|quality|management)\b"
            ),
        ),
        (("project-manager",), r"\bdelivery\b|\btransformation\b|\bpmo\b"),
        (
            ("operations",),
            (
                r"\b(?:country|area|regional|city|general|station|market|shift|branch|store|warehouse|plant"
                r"|workforce"
                r"|launch|site|account operations|building|vendor|third[- ]party) (?:manager|management"
                r"|director|lead"
                r"|leader)\b|\bsourcing\b|\binventory\b|\bdispatch\w*\b|\bplanners?\b"
                r"|\bfounder'?s?'? associate\b"
                r"|\bstrategy\b|\bstrategist\b|\breceptionist\b|\bexecutive business partner\b"
                r"|\bworkforce\b|\bsupply (?:manager|planning|lead)\b|\bbusiness (?:manager|associate"
                r"|intern)\b"
            ),
        ),
        (
            ("product-manager",),
            r"^(?:senior |staff |lead |principal |head of |vp of |vp |director,? (?:of )?)?product$",
        ),
        (
            ("design",),
            r"^(?:senior |staff |lead |principal |head of |vp of |vp |director,? (?:of )?)?design$",
        ),
    )
)
"""In order of precedence; the first that is found says the role."""
