"""The professions of those who sell, help customers and run a company. A table only."""

from bot.matching.profession_row import Profession, job

OFFICE: tuple[Profession, ...] = (
    # Before and after the sale.
    job(
        "sales engineer, sales engineers, presales engineer, pre sales engineer, presales, pre sales, "
        "presales consultant, technical sales engineer",
        "sales engineer, sales engineering, presale, pre sale, solution engineer, solution consultant, "
        "sales solution, sales architect, technical sale",
    ),
    job(
        "technical account manager, tam",
        "technical account",
        also="support",
    ),
    job(
        "implementation engineer, implementation consultant, implementation specialist, implementation "
        "manager",
        "implementation, onboarding, deployment",
    ),
    job(
        "support engineer, technical support engineer, technical support, technical support specialist, "
        "technical support analyst, product support engineer, application support engineer, application "
        "support, production support engineer, support engineers, cloud support engineer, developer "
        "support engineer, customer support engineer, escalation engineer, application support analyst, "
        "product support specialist",
        "support engineer, support engineering, technical support, tech support, product support, "
        "application support, production support, it support, desktop support, support technician, "
        "escalation engineer, software support, customer engineer, l1 support, l2 support, l3 support",
    ),
    job(
        "it support, it support engineer, it support specialist, it support technician, it technician, "
        "help desk, helpdesk, service desk, desktop support, it help desk, it specialist, help desk "
        "technician, desktop support engineer, desktop support technician, service desk analyst, help "
        "desk analyst",
        "it support, it technician, help desk, helpdesk, service desk, desktop support, it specialist, "
        "technical support, it engineer, it analyst, support technician",
    ),
    job(
        "customer support, customer service, customer care, customer support specialist, customer support "
        "representative, customer service representative, customer support agent, customer service agent, "
        "customer care agent, customer care representative, call center agent, support agent, support "
        "specialist, client support, customer experience specialist, customer experience associate",
        "customer support, customer service, customer care, customer experience, client support, call "
        "center, contact center, support agent, support specialist, support representative, member "
        "support, client service, user support, support associate, customer operation, customer relation",
        unless="engineer",
    ),
    job(
        "customer success, customer success manager, csm, customer success specialist, customer success "
        "associate, client success manager, client success",
        "customer success, client success, partner success, success manager, csm, success associate",
        unless="engineer",
    ),
    # Sales.
    job(
        "account executive, account executives, ae, enterprise account executive, strategic account "
        "executive, commercial account executive, mid market account executive, smb account executive, "
        "closer, client executive",
        "account executive, ae, sales executive, account exec, closer, client executive, account director",
    ),
    job(
        "account manager, account managers, key account manager, strategic account manager, relationship "
        "manager, account director, client partner",
        "account manager, account management, key account, relationship manager, account director, client "
        "partner",
        unless="technical",
    ),
    job(
        "sales development representative, sdr, sdrs, bdr, business development representative",
        "sales development, sdr, bdr, business development representative, business development rep, "
        "business development associate, market development representative",
        unless="manager director head",
    ),
    job(
        "business development, business development manager, business developer, bd manager",
        "business development, business developer, bd manager, partnership, partner development",
        unless="representative",
    ),
    job(
        "sales representative, sales rep, sales associate, sales consultant, sales executive, sales "
        "specialist, sales agent, inside sales representative, inside sales, field sales",
        "sales representative, sales rep, sales associate, sales consultant, sales executive, sales "
        "specialist, sales agent, inside sale, field sale, sales advisor, territory representative",
    ),
    job(
        "sales manager, regional sales manager, area sales manager, territory manager, sales lead, "
        "channel sales manager",
        "sales manager, sales lead, sales leader, sales team lead, sales director, head of sales, vp "
        "sales, vice president sales, territory manager, territory sales manager, sales team manager",
        unless="enablement operation support engineer engineering account",
    ),
    job(
        "sales director, director of sales, head of sales, vp sales, vp of sales, chief revenue officer, cro",
        "sales director, head of sales, vp sales, vice president sales, chief revenue officer, chief "
        "sales officer, svp sales, head of revenue, sales vp",
        unless="enablement operation support engineer engineering",
    ),
    job(
        "sales operations, sales operations manager, revenue operations, revenue operations manager, revops",
        "sales operation, revenue operation, revop, gtm operation, go to market operation",
        also="operations",
    ),
    job(
        "partnerships, partnerships manager, partner manager, partnership manager, alliances manager",
        "partnership, partner, alliance",
        unless="hr people business talent",
    ),
    # Marketing.
    job(
        "product marketing, product marketing manager, pmm",
        "product marketing, product marketer, pmm",
    ),
    job(
        "growth marketing, growth marketer, growth marketing manager, growth manager, head of growth, "
        "growth lead, performance marketing, performance marketer, performance marketing manager, paid "
        "media, paid media manager, user acquisition manager, ppc specialist, paid search manager, sem "
        "specialist, google ads specialist",
        "growth, performance marketing, paid media, user acquisition, paid social, paid search, demand "
        "generation, demand gen, acquisition, ppc, sem, lifecycle",
    ),
    job(
        "seo specialist, seo manager",
        "seo, search engine optimization",
    ),
    job(
        "content marketing, content marketing manager, content strategist, content writer, content "
        "creator, copywriter, content manager, content editor, content lead, editor",
        "content, copywriter, copy writer, writer, editor, editorial, copywriting",
        unless="technical video moderator",
    ),
    job(
        "technical writer",
        "technical writing, documentation, technical author",
    ),
    job(
        "social media manager, social media, social media specialist",
        "social media, social, community",
    ),
    job(
        "community manager",
        "community",
        also="devrel",
    ),
    job(
        "communications manager, communications specialist, public relations, pr manager",
        "communication, public relation, pr, media relation",
    ),
    job(
        "event manager, events manager, events marketing, field marketing, field marketing manager",
        "event, field marketing",
    ),
    job(
        "demand generation, demand generation manager",
        "demand generation, demand gen, growth marketing",
    ),
    job(
        "brand manager, brand marketing, brand strategist",
        "brand",
    ),
    job(
        "cmo, chief marketing officer, head of marketing, vp marketing, vp of marketing, "
        "marketing director, director of marketing",
        "head of marketing, vp marketing, vice president marketing, marketing director",
        unless="product",
    ),
    # The office.
    job(
        "coo, chief operating officer, head of operations, vp operations, "
        "director of operations, operations director",
        "head of operation, vp operation, vice president operation, chief operating officer",
    ),
    job("operations manager, operations lead", "operation team manager, operation team lead"),
    job(
        "head of people, chief people officer, chro, head of hr, hr director",
        "head of people, chief people, chro, head of hr, vp people, people director, hr director, "
        "head of human resource",
    ),
    job(
        "learning and development, learning and development manager, training manager, "
        "instructional designer",
        "learning, training, instructional",
    ),
    job(
        "recruiter, recruiters, technical recruiter, tech recruiter, recruiting, recruitment, talent "
        "acquisition, talent acquisition specialist, talent acquisition partner, talent partner, sourcer, "
        "talent sourcer, recruitment consultant, headhunter",
        "recruiter, recruiting, recruitment, talent, sourcer",
    ),
    job(
        "hr manager, hr business partner, hrbp, people partner, hr generalist, hr specialist, people "
        "business partner, people operations, people ops, people operations manager, hr coordinator",
        "hr, human resource, hrbp, people partner, people operation, people op, people business partner, "
        "people manager, people generalist, people lead, people and culture, people experience, people "
        "team",
        unless="recruiter payroll",
    ),
    job(
        "payroll specialist, payroll manager",
        "payroll",
    ),
    job(
        "compensation and benefits, compensation analyst, total rewards, total rewards manager",
        "compensation, total reward, benefit",
    ),
    job(
        "accountant, accountants, accounting, bookkeeper, revenue accountant, tax accountant",
        "accountant, accounting, bookkeeper, bookkeeping, account payable, account receivable",
    ),
    job(
        "financial analyst, finance analyst, fp a, fp a analyst, fp a manager, financial planning, "
        "strategic finance",
        "financial analyst, finance analyst, fp a, financial planning, strategic finance, finance "
        "associate, finance manager, finance business partner",
    ),
    job(
        "controller, financial controller, accounting manager",
        "controller, accounting manager",
    ),
    job(
        "cfo, chief financial officer, head of finance, finance director, director of finance, vp "
        "finance, vp of finance",
        "head of finance, finance director, vp finance, vice president finance",
    ),
    job(
        "trader, traders",
        "trading",
    ),
    job(
        "auditor, internal auditor, audit manager",
        "audit, auditor",
    ),
    job(
        "counsel, legal counsel, corporate counsel, commercial counsel, lawyer, attorney, product "
        "counsel, privacy counsel, solicitor",
        "counsel, lawyer, attorney, solicitor",
    ),
    job(
        "general counsel, head of legal, chief legal officer",
        "general counsel, legal director, vp legal",
    ),
    job(
        "paralegal, legal assistant",
        "paralegal, legal assistant, legal specialist",
    ),
    job(
        "compliance, compliance officer, compliance manager, compliance analyst, compliance specialist, "
        "regulatory compliance, aml analyst, kyc analyst, aml specialist",
        "compliance, aml, kyc, regulatory, financial crime, anti money",
    ),
    job(
        "executive assistant, personal assistant, administrative assistant, virtual assistant",
        "executive assistant, personal assistant, administrative assistant, virtual assistant, ea, "
        "executive business partner, administrative",
    ),
    job(
        "office manager, office administrator, receptionist, workplace manager, workplace experience",
        "office, receptionist, workplace, front desk",
    ),
    job(
        "business analyst, business systems analyst",
        "business analyst, business analysis, business system, system analyst",
        also="data-analyst product-manager",
    ),
    job(
        "supply chain, supply chain manager, logistics, logistics manager, logistics coordinator",
        "supply chain, logistic, fulfillment, warehouse, inventory, demand planner, supply planner",
    ),
    job(
        "procurement, procurement manager, procurement specialist, buyer, purchasing manager",
        "procurement, buyer, purchasing, sourcing manager, strategic sourcing, category manager",
    ),
    job(
        "business operations, business operations manager, bizops, strategy and operations, strategy "
        "operations, strategy and ops, strategy manager",
        "business operation, bizop, biz op, strategy and operation, strategy operation, strategic "
        "operation, operations and strategy, operation strategy, strategy",
    ),
    job(
        "trust and safety, trust and safety analyst, content moderator, content reviewer",
        "trust and safety, trust safety, moderator, moderation, safeguard, integrity",
    ),
)
