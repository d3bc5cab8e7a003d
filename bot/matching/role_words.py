"""Words beside the name of a role: which ask for nothing more, and which the title must hold. Tables only."""

from types import MappingProxyType

_ADDS_NOTHING = """
software: software application app computer program coder swe sde development engineering craftsman \
softwareentwickler entwickler
backend: backend back end server side api microservices services systems development engineering
frontend: frontend front end ui user interface client side web development engineering platform html css \
dev
fullstack: fullstack full stack web application mern mean webentwickler development engineering
mobile: mobile app application cross platform development engineering
ios: ios iphone apple mobile app application platforms
android: android mobile app application aosp
data-engineer: data engineering big pipeline pipelines platform infrastructure warehouse warehousing etl \
elt dwh ops dataops operations systems
data-scientist: data science scientist applied decision product ml nlp dateningenieur
data-analyst: data analytics analyst reporting insights insight bi analysis
ml-engineer: machine learning ml mle ai applied artificial intelligence deep model genai gen generative \
agentic agent llm
research: research researcher scientist ai ml machine learning deep applied staff
devops: devops dev ops build release ci cd cicd automation continuous delivery deployment infrastructure \
configuration management devsecops gitops
sre: sre sres site reliability production systems service cloud platform observability resilience \
engineering
platform: platform engineering core cloud services
infrastructure: infrastructure infra systems system it operations specialist
security: security cyber cybersecurity information infosec it
qa: qa quality assurance test tester testing software manual automation sdet set uat
embedded: embedded firmware systems iot rtos low level bsp device driver drivers c
hardware: hardware
game: game games gameplay unity unreal
blockchain: blockchain web3 crypto smart contract solidity defi protocol dapp evm zk token nft
design: design designer
product-manager: product manager management owner pm produktmanager
project-manager: project projects program programme programs manager management delivery projektmanager \
projektleiter pmo
engineering-manager: engineering manager management software development em sdm eng team
solutions: solutions solution architect consultant consulting engineering
devrel: developer relations dev rel devrel advocate advocates advocacy evangelist technical technology \
experience community education educator
support: support customer
sales: sales
marketing: marketing marketer
operations: operations
hr: hr human resources people
finance: finance financial
legal: legal law
"""
ADDS_NOTHING: MappingProxyType[str, frozenset[str]] = MappingProxyType(
    {
        family: frozenset(words.split())
        for family, _, words in (line.partition(":") for line in _ADDS_NOTHING.strip().splitlines())
    }
)
"""Words that a family's name may be typed with, and that ask for no more than the family."""

_SOFT_WORDS = """
    of and & for the in a specialist specialists professional professionals expert experts people staff team
    role roles job jobs position positions work representative agent associate officer
    software entwickler ingenieur ingeniero desarrollador développeur dateningenieur datenwissenschaftler
    datenanalyst vertriebsmitarbeiter wissenschaftlicher mitarbeiter
"""
SOFT_WORDS = frozenset(_SOFT_WORDS.split())
"""Words beside a family's name that narrow it too little to leave postings out."""

ALIKE: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "manager": ("manager", "mgr", "management"),
        "director": ("director", "head", "vp", "vice", "chief"),
        "head": ("head", "director", "vp", "vice", "chief"),
        "vp": ("vp", "vice", "svp", "evp"),
        "modeler": ("modeler", "modeller", "modeling", "modelling"),
        "modeller": ("modeler", "modeller", "modeling", "modelling"),
        "lead": ("lead", "leader", "head"),
        "founding": ("founding", "founder"),
        "administrator": ("administrator", "admin"),
        "payment": ("payment", "billing"),
        "robotic": ("robotic", "robot"),
        "simulation": ("simulation", "simulator"),
        "search": ("search", "retrieval", "relevance"),
    }
)
"""Words of a title that serve for a word of a query."""

_TITLE_MODIFIERS = """
    founding growth performance forward deployed payments payment platform product search core systems
    billing identity data tools tooling quality automation integration integrations partner enterprise
    commercial strategic technical applied research learning experience delivery operations process network
    networking cloud controls control motion content creative visual brand digital graphics rendering
    compiler robotics simulation autonomy perception gis geospatial trading pricing risk fraud credit
    compliance policy people talent training enablement engagement success customer client account community
    events field launch deployment implementation onboarding solutions value production manufacturing test
    validation release build reliability observability storage database kernel runtime browser edge video
    audio media ads messaging notifications checkout marketplace logistics internal localization lifecycle
    retention revenue gtm crm commerce business strategy corporate regional global inside outbound inbound
    mid-market smb principal lead general generalist design web mobile analytics monetization
    recommendations ranking personalization infrastructure incident
"""
TITLE_MODIFIERS = frozenset(_TITLE_MODIFIERS.split())
"""Words that say what kind of work a job is where they stand right before its name, and that most postings
hold somewhere: before a role they must stand in the title."""
