"""Roles of those who make software and hardware, as titles name them, in order of precedence."""

GENERIC = "software"
"""A software engineer of no nearer family: the rest of the title and the duties may say more."""

_ENGINEER = (
    r"(?:engineer(?:s|ing)?|developers?|devs?|programmers?|architects?|lead|swe|sde|specialist"
    r"|expert|consultant)"
)
_LANGUAGE = (
    r"(?:java|python|php|ruby(?: on rails)?|rails|golang|go|rust|scala|kotlin|elixir|erlang"
    r"|clojure|haskell|perl|c\+\+|c#|c|\.net(?: core)?|dotnet|asp\.net"
    r"|typescript|node(?:\.?js)?|sap|abap|salesforce|dynamics|cobol|mainframe|sharepoint"
    r"|wordpress|drupal|magento|shopify|oracle|delphi|ocaml|servicenow|lua|julia)"
)

MAKERS: tuple[tuple[tuple[str, ...], str], ...] = (
    # Security, which names engineers, analysts, managers alike.
    (
        ("security", "operations"),
        (
            r"\bsecurity (?:officer|guard|supervisor|patrol)\b(?<!information security officer)"
            r"|\bsupervisor, security\b"
        ),
    ),
    (
        ("security",),
        (
            r"\bsecurity operations\b(?: cent(?:er|re))?|\b(?:(?:cyber|info(?:rmation)?|application"
            r"|app|product|cloud|network|data|it|offensive|platform|corporate|enterprise|ai|physical"
            r"|staff|endpoint|infrastructure|operations)[ -]?)*security\b(?: operations(?! (?:manager"
            r"|director)))?(?! (?:sales|marketing"
            r"|clearance))|\bcyber(?: \w+)?\b|\bappsec\b|\binfosec\b|\bdevsecops\b"
            r"|\bpen(?:etration)?[- ]?test\w*\b|\bred team\w*\b|\bblue team\w*\b|\bciso\b"
            r"|\bsoc (?:analyst|engineer|lead|manager)\b|\bthreat\b|\bmalware\b|\bvulnerability\b"
            r"|\bincident response\b|\bcryptograph\w+\b|\bgrc\b|\biam\b|\bidentity (?:and|&) access\b"
            r"|\bidentity (?:engineer|architect)\b|\bforensic\w*\b|\bit auditor\b"
            r"|\bdetection (?:&|and|engineer)\w*|\btrust (?:&|and) safety engineer\b"
        ),
    ),
    # Data and models.
    (
        ("ml-engineer", "devops"),
        r"\bml ?ops\b(?: engineers?)?|\bml operations\b|\bml \+ devops\b|\bmachine learning operations\b",
    ),
    (
        ("research",),
        (
            r"\b(?:ai|ml|machine learning|deep learning|nlp"
            r"|computer vision)?[ /]?research (?:scientist|engineer|fellow|associate|assistant|intern"
            r"|lead|staff|manager|director|chemist|biologist)(?:s|ing)?\b"
            r"|\bresearchers?\b(?<!ux researcher)|\bph\.?d\b(?: (?:student|position|candidate"
            r"|intern))?|\bpost-?doc\w*\b|\bresearch scientist\b|\b(?:head|director) of research\b"
            r"|\bresident\b"
            r"|\bscientist\b(?<!data scientist)(?<!applied scientist)"
            r"(?<!decision scientist)(?<!staff scientist)(?<!quantitative scientist)"
        ),
    ),
    (
        ("data-scientist",),
        (
            r"\b(?:data|applied|decision|quantitative|staff|principal|senior|lead)[ -]scien(?:tist"
            r"|ce)s?\b|\bquant(?:itative)? (?:researcher|analyst|trader|developer|strategist)\b"
            r"|\b(?:bio)?statistician\b|\beconom(?:ist|etrician)\b|\bdata science\b"
        ),
    ),
    (
        ("data-engineer",),
        (
            r"\b(?:big[ -]?)?data (?:platform |infrastructure |software |pipeline |warehouse "
            r"|integration |operations |migration |solutions? |& \w+ |and \w+ )?(?:engineer(?:s|ing)?"
            r"|developers?|architects?|modell?er)\b|\bsoftware data engineer\b|\betl\b(?: \w+)?"
            r"|\bdwh\b|\banalytics engineer(?:s|ing)?\b|\bdata warehous\w+\b|\bdatabase (?:engineer"
            r"|developer|architect)\b|\b(?:databricks|snowflake|spark|hadoop|airflow|dbt"
            r"|kafka) (?:engineer|developer|architect)\b|\bsql developer\b|\bbi engineer\b"
            r"|\bdata platform(?: engineer)?\b(?! (?:product|sales))|\bdata infra(?:structure)?\b"
            r"|\bdataops\b"
        ),
    ),
    (
        ("ml-engineer",),
        (
            r"\b(?:applied |founding |generative )?(?:machine[ -]learning|ml|ai/ml|ml/ai|deep learning"
            r"|computer vision|nlp|llm|perception|ai agents?|gen ?ai|agentic ai|ai"
            r"|artificial intelligence|reinforcement learning|speech|recommendations?"
            r"|inference)(?: (?:platform|infra|infrastructure|software|systems|application"
            r"|applications|product|research|solutions|full[- ]?stack|backend|founding|&|and|ops"
            r"|automation|enablement))* (?:engineer(?:s|ing)?|developers?|architects?|swe|lead"
            r"|specialist|programmer)\b|\bmle\b|\bmachine[ -]learning\b|\bprompt engineer\b"
            r"|\b(?:engineer|developer|swe)s?,? (?:[-\u2013(/] ?)?(?:ml|machine learning|ai/ml"
            r"|computer vision|nlp|llms?|perception|deep learning)\b|\bcomputer vision\b"
            r"|\bdeep learning\b"
        ),
    ),
    (("data-engineer", "data-analyst"), r"\b(?:bi|business intelligence) (?:solutions? )?architects?\b"),
    (
        ("finance", "data-analyst"),
        r"\bfinanc(?:e|ial) (?:data|bi|business intelligence|reporting) analysts?\b",
    ),
    (
        ("data-analyst",),
        (
            r"\bdata (?:\w+ ){0,2}analysts?\b|\b(?:data|product|bi|business intelligence"
            r"|market intelligence|market|analytics|insights?|reporting|marketing"
            r"|quantitative data|growth|web|people|risk|fraud|pricing|revenue"
            r"|customer insights|sql|research|operations research) analysts?\b"
            r"|\bbusiness intelligence\b|\bbi (?:developer|architect|specialist|lead|consultant)\b"
            r"|\bpower ?bi\b"
            r"|\btableau\b|\banalytics (?:manager|lead|consultant|specialist|associate|director)\b"
            r"|\bproduct analytics\b|\b(?:head|director|manager)[ ,]{1,2}(?:of )?(?:\w+ )?analytics\b"
            r"|\bdata (?:analytics|analysis)\b|\bdatenanalyst\w*"
        ),
    ),
    # Operations of software.
    (
        ("sre",),
        (
            r"\b(?:site|service|system|production|platform|infrastructure|data"
            r"|cloud)[ -]reliability\b(?: engineer\w*)?|\bsres?\b|\breliability engineer(?:s"
            r"|ing)? ?(?:\(sre\))?(?! (?:mechanical|hardware))|\bproduction engineer(?:s|ing)?\b"
        ),
    ),
    (
        ("devops",),
        (
            r"\bdev[ -]?ops\b(?: (?:cloud )?engineer\w*)?|\b(?:build|release|ci/cd"
            r"|deployment automation) engineer\w*\b|\bbuild (?:and|&) release\b"
            r"|\bcloud (?:devops )?(?:engineer|ops|operations)\w*\b|\bcloudops\b|\bgitops\b"
        ),
    ),
    (
        ("platform",),
        (
            r"\b(?:developer |internal |cloud |core |backend )?platform (?:software )?(?:engineer\w*"
            r"|developers?|architects?|team|lead)\b|\bdeveloper (?:experience|productivity|platform"
            r"|tools?|tooling|infrastructure)\b|\bdevex\b|\bkubernetes (?:engineer|platform"
            r"|administrator|specialist)\b"
        ),
    ),
    (
        ("infrastructure",),
        (
            r"\b(?:backend |cloud |ai |ml |core |it |network "
            r"|systems? )?infra(?:structure)?\b(?: (?:software )?(?:engineer\w*|developer|architect))?"
            r"|\b(?:network(?:ing)?|systems?|linux|unix|storage|database|cloud|windows"
            r"|virtuali[sz]ation|it systems|datacenter|data cent(?:er|re)) (?:engineer(?:s|ing)?"
            r"|administrators?|admins?|architect|operations engineer)\b|\bsys ?admin\w*\b|\bdba\b"
            r"|\bdatabase administrators?\b|\bnetworking\b|\bsystemadministrator\w*"
        ),
    ),
    # Families of software.
    (
        ("fullstack",),
        r"\bfull[ -]?stack\b(?: \w+)*?(?:"
        + _ENGINEER
        + r")?\b|\bfullstack\b|\bweb (?:application )?(?:developer|engineer|programmer)s?\b"
        r"|\bwebentwickler\w*|\bme[ra]n[ -]stack\b",
    ),
    (
        ("mobile", "ios", "android"),
        r"\bios\s?(?:/|&|and|\+|or|,)\s?android\b|\bandroid\s?(?:/|&|and|\+|or|,)\s?ios\b",
    ),
    (("ios",), r"\bios\b(?!-)|\bswift (?:developer|engineer)\b|\bmacos\b|\biphone\b"),
    (("android",), r"\bandroid\b|\baosp\b"),
    (
        ("mobile",),
        r"\bmobile (?:app(?:lication)? |software |product |web |platform )?(?:"
        + _ENGINEER
        + r")\b|\breact native\b|\bflutter\b|\bxamarin\b|\bmobile$|\b(?:engineer"
        r"|developer),? [-\u2013(]? ?mobile\b|\bmobile apps?\b",
    ),
    (
        ("frontend",),
        (
            r"\bfront[ -]?end\b(?: \w+)?|\bfronted (?:engineer|developer)s?\b"
            r"|\bshopify (?:\w+ )?(?:engineer|developer)s?\b|\b(?:ui|ux/ui|ui/ux|user interface"
            r"|web ui) (?:software )?(?:engineer|developer)s?\b|\b(?:react(?:\.?js)?|angular"
            r"|vue(?:\.?js)?|svelte|javascript|(?<!node\.)(?<!node )(?<!node)js|next\.?js|css"
            r"|webgl) (?:\w+ )?(?:engineer|developer"
            r"|lead)s?\b|\bcreative (?:developer|technologist)\b"
        ),
    ),
    (
        ("backend",),
        (
            r"\bback[ -]?end\b(?: \w+)?|\bserver[ -]side\b|\bapi (?:engineer|developer)s?\b"
            r"|\bmicro-?services\b|\b(?:node(?:\.?js)?|django|spring(?: boot)?|laravel|symfony|fastapi"
            r"|flask) (?:\w+ )?(?:engineer|developer)s?\b|\bserver (?:engineer|developer"
            r"|programmer)s?\b"
        ),
    ),
    (
        ("embedded",),
        (
            r"\bembedded\b|\bfirmware\b|\brtos\b|\bautosar\b|\bdevice drivers?\b"
            r"|\bbare[ -]metal (?:software|firmware)\b|\blow[- ]level software\b|\bbsp\b"
            r"|\bflight software\b|\bplc\b"
        ),
    ),
    (
        ("qa",),
        (
            r"\bqa\b|\bquality assurance\b|\b(?:test|testing|automation|quality"
            r"|sdet)(?: automation)? (?:engineer(?:s|ing)?|analyst|lead|specialist|architect|manager"
            r"|developer)\b|\btesters?\b|\bsdets?\b|\btest automation\b|\bsoftware (?:test"
            r"|quality)\w*\b"
        ),
    ),
    (
        ("game",),
        (
            r"\bgame(?:play|s)? (?:\w+ )?(?:engineer|developer|programmer)s?\b|\bunity\b(?! catalog)"
            r"|\bunreal\b|\bgameplay\b|\bgraphics programmer\b"
        ),
    ),
    (
        ("blockchain",),
        (
            r"\bblockchain\b|\bsmart contracts?\b|\bsolidity\b|\bweb3\b"
            r"|\bcrypto(?:currency)? (?:engineer|developer)\b|\bprotocol engineer\b|\bdefi\b"
        ),
    ),
    (
        ("hardware",),
        (
            r"\bhardware\b|\b(?:mechanical|electrical|electronics?|rf|asic|fpga|pcb|silicon"
            r"|manufacturing|packaging|optical|thermal|mechatronics|analog|power electronics|aerospace"
            r"|avionics|propulsion|structural|semiconductor|robotics hardware|product design|battery"
            r"|process|electromechanical|test systems|controls)(?: (?:design|controls?|systems|process"
            r"|test|verification|hardware|integration))* engineer(?:s|ing)?\b|\bfpga\b|\basic\b"
            r"|\bvlsi\b|\bdesign verification\b|\bchip\b|\bmechatronik\w*"
        ),
    ),
    (
        ("operations",),
        (
            r"\b(?:business|sales|revenue|marketing|field|city|technology|tech|it|office|product"
            r"|strategy|warehouse|fleet|supply chain|customer|logistics|support|growth|consumer growth"
            r"|developer|clinical|lab) operations\b|\boperations (?:manager|lead|associate|analyst"
            r"|specialist|coordinator|director|officer|supervisor|team)\b|\bfleet\b|\boffice manager\b"
            r"|\bexecutive assistant\b|\blogistics\b|\bsupply chain\b|\bprocurement\b|\boperations\b"
            r"|\bincident manager\b|\bincident coordinator\b|\bchief of staff\b|\bbiz ?ops\b"
            r"|\badministrative\b|\bcoo\b|\btrust (?:&|and) safety\b|\bfacilities\b"
        ),
    ),
    # What is a software engineer and nothing nearer.
    (
        (GENERIC,),
        r"\bsoftware\b|\bswes?\b|\bsdes?\b|\bsd[e123]\b|\bprogrammers?\b|\b(?:founding|product"
        r"|application|applications|app|platform|generalist|compiler|graphics|systems?"
        r"|distributed systems|tools?|performance|search|robotics|simulation|python|technical|lead"
        r"|principal|staff|senior|junior|core|infra)? ?developers?\b|\b(?:founding|product"
        r"|application|applications|generalist|compiler|graphics|distributed systems|performance"
        r"|search|robotics|autonomy|simulation|integrations?|automation|growth|payments|rendering"
        r"|kernel|r&d|it|tooling|core|web|staff|principal|senior|lead|junior|sr\.?|the)(?: ai"
        r"| founding| product)? engineers?\b|^engineers?\b|\bmember of technical staff\b|\b"
        + _LANGUAGE
        + r"(?:[ /,&+]+"
        + _LANGUAGE
        + r")* (?:software )?(?:engineer|developer|dev|programmer|architect|lead|consultant)s?\b"
        r"|\bsoftware\w*entwickl\w+|\bentwickler\w*|\bd\u00e9veloppeu\w+|\bdesarrollador\w*"
        r"|\bsviluppat\w+|\bontwikkelaar\w*|\bprogramista|\butvecklare\b|\btech(?:nical)? lead\b"
        r"|\bsoftware architect\b|\b(?:enterprise|application|technical|principal"
        r"|lead) architects?\b|\bdevelopment engineer\b|\bing\u00e9nieure?(?:\(e\))? logiciel\b",
    ),
)
