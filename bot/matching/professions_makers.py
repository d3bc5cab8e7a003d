"""The professions of those who make things, each under all its names. A table only."""

from bot.matching.profession_row import Profession, job

MAKERS: tuple[Profession, ...] = (
    # Engineers.
    job(
        "member of technical staff, technical staff, mts",
    ),
    job(
        "forward deployed engineer, forward deployed software engineer, forward deployed",
        "deployed engineer, fde, fdse",
        also="engineer",
    ),
    job(
        "cloud engineer, cloud developer, cloud specialist",
        "cloud",
        unless="sales marketing",
        also="engineer",
    ),
    job(
        "developer experience engineer, devex engineer, dx engineer, developer tools engineer, developer "
        "productivity engineer, engineering productivity engineer, internal tools engineer, developer "
        "infrastructure engineer, developer platform engineer",
        "developer experience, developer tool, developer tooling, developer productivity, devex, "
        "developer platform, internal tool, engineering productivity, developer infrastructure",
        also="engineer",
    ),
    job(
        "network engineer, networking engineer",
        "network, networking",
        also="engineer",
    ),
    job(
        "systems administrator, system administrator, sysadmin, sys admin, linux administrator, it "
        "administrator, unix administrator, windows administrator, linux system administrator, server "
        "administrator",
        "system administrator, administrator, admin, system engineer",
        unless="database salesforce sales office",
    ),
    job(
        "database administrator, dba",
        "database admin, database engineer, database reliability",
    ),
    job(
        "mlops engineer, ml ops engineer, machine learning operations engineer, ml platform engineer, "
        "machine learning platform engineer, ml infrastructure engineer, machine learning infrastructure "
        "engineer",
        "mlop, ml op, ml platform, machine learning platform, ml infrastructure, ml infra, machine "
        "learning infrastructure, ai platform, ai infrastructure, machine learning operation",
    ),
    job(
        "analytics engineer",
    ),
    job(
        "data architect",
        "data architecture",
    ),
    job(
        "electrical engineer, electronics engineer, electronic engineer, electrical design engineer",
        "electrical, electronic",
    ),
    job(
        "mechanical engineer, mechanical design engineer",
        "mechanical",
    ),
    job(
        "fpga engineer, fpga developer, fpga design engineer, rtl engineer",
        "fpga, rtl",
    ),
    job(
        "sdet, software development engineer in test, software engineer in test, test automation "
        "engineer, automation test engineer, qa automation engineer, qa automation, automation qa "
        "engineer",
        "in test, test automation, automation test, qa automation, automation qa, automation engineer, "
        "test engineer",
    ),
    # Security.
    job(
        "application security engineer, appsec engineer, appsec, product security engineer",
        "application security, product security, software security, app security",
    ),
    job(
        "penetration tester, pen tester, pentester, ethical hacker, red team, red teamer, offensive "
        "security engineer, red team engineer",
        "penetration test, penetration testing, pentest, red team, offensive security, ethical hacking",
    ),
    job(
        "soc analyst, soc engineer, security operations analyst, security operations, secops engineer, "
        "security operations engineer",
        "soc, security operation, secop, detection, incident response, cyber defense",
    ),
    job(
        "iam engineer, identity engineer, identity and access management engineer",
        "iam, identity",
    ),
    job(
        "grc analyst, grc manager, grc specialist",
        "grc, governance, security compliance",
    ),
    job(
        "ciso, chief information security officer",
        "head of security, head of information security",
    ),
    # Data.
    job(
        "bi analyst, business intelligence analyst, bi developer, business intelligence developer, bi "
        "engineer",
        "bi, business intelligence, power bi, tableau, looker",
    ),
    job(
        "statistician, biostatistician",
        "statistic, biostatistic",
    ),
    job(
        "economist, econometrician",
        "economic, econometric",
    ),
    job(
        "actuary, actuarial analyst, actuarial",
        "actuarial",
    ),
    job(
        "quant, quant researcher, quantitative researcher, quant analyst, quantitative analyst, "
        "quantitative scientist, quant developer, quantitative developer",
        "quant, quantitative",
    ),
    # Design and product.
    job(
        "product designer, ux designer, ui designer, ux ui designer, ui ux designer, user experience "
        "designer, user interface designer, interaction designer, uiux designer, ux, ui, ui ux, product "
        "design, ux design, ui design, experience designer, digital designer",
        "product, ux, ui, experience, interface, interaction, digital, designer, design",
        unless="graphic brand motion industrial interior cad level 3d instructional curriculum sound "
        "fashion mechanical electrical chip circuit",
    ),
    job(
        "graphic designer, visual designer, brand designer, communication designer",
        "graphic design, visual design, brand design, communication design, graphic, brand, visual",
    ),
    job(
        "motion designer, animator",
        "motion, animation, motion graphic",
    ),
    job(
        "ux researcher, user researcher, design researcher",
        "ux research, user research, design research",
        also="research",
    ),
    job(
        "ux writer, content designer",
        "ux writing, content design, ux content",
    ),
    job(
        "creative director",
        "head of creative, vp creative",
    ),
    job(
        "art director",
        "art direction",
    ),
    job(
        "design engineer, design technologist, ux engineer",
        "design engineering, creative technologist",
        also="design",
    ),
    job(
        "head of product, product director, director of product, director of product management, vp "
        "product, vp of product, chief product officer, cpo, product lead",
        "product director, vp product, vice president product, head of product management, product lead",
    ),
    job(
        "technical program manager, tpm, technical program management",
        "technical program, technical project manager, engineering program manager, tpm",
    ),
    job(
        "scrum master, agile coach, agile project manager, iteration manager",
        "scrum, agile",
    ),
    job(
        "chief of staff",
        also="operations",
    ),
    job(
        "head of engineering, director of engineering, engineering director, vp engineering, vp of "
        "engineering, vice president of engineering, vp eng, director engineering, head of software "
        "engineering, head of software, head of development",
        "vp engineering, vice president engineering, engineering director, head of engineering, svp "
        "engineering",
    ),
    job(
        "cto, chief technology officer, chief technical officer, head of technology",
    ),
)
