"""The words of Access Now's STOP sheets, and the names that its columns had in older sheets.

What a word means is said once, here. A word that is in none of these tables refuses its row: the sheet's own
vocabulary changed, and somebody has to say what the new word means.
"""

from __future__ import annotations

import re

from sijill.collect.draft import NOT_AVAILABLE

# An older name of a column stands behind the one in use since 2021. Blanks at the ends of headers do not count.
ALIASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shutdown_type", ("shutdown_type_new",)),
    ("shutdown_extent", ("full or service-based",)),
    ("info_source", ("Info_source",)),
    ("info_source_link", ("news_link",)),
    ("actual_cause_details", ("other_cause_details",)),
    ("gov_justification", ("official_just",)),
    ("gov_just_details", ("other_just_details",)),
    ("gov_ack_source", ("off_statement",)),
    ("legal_just", ("legal_justif",)),
    ("facebook_affected", ("Facebook_affected",)),
    ("twitter_affected", ("Twitter_affected",)),
    ("whatsapp_affected", ("WhatsApp_affected",)),
    ("instagram_affected", ("Instagram_affected",)),
    ("telegram_affected", ("Telegram_affected",)),
    ("other_affected", ("other_service_details (specify)",)),
    ("sms_affected", ("SMS_affected",)),
    ("phonecall_affected", ("phone_call_affected",)),
    ("telco_ack", ("telco_ ack", "telco_resp_ack")),
    ("telco_ack_source", ("telco_resp",)),
    ("users_targeted", ("users_affected/targetted",)),
)
NEEDED = frozenset(
    ("start_date", "end_date", "country", "geo_scope", "area_name", "shutdown_type", "affected_network",
     "shutdown_extent", "ordered_by", "actual_cause", "info_source_link", "gov_justification", "gov_ack",
     "users_notified", "telco_ack")
)  # fmt: skip
OPTIONAL = frozenset(
    ("start_date_type", "shutdown_status", "gov_ack_source", "legal_just", "facebook_affected", "twitter_affected",
     "whatsapp_affected", "instagram_affected", "telegram_affected", "other_affected", "sms_affected",
     "phonecall_affected", "telcos_involved", "telco_ack_source", "telco_ack_quote", "election", "violence",
     "hr_abuse_reported", "users_targeted", "event", "count_year")
)  # fmt: skip

# "Unknown" is an answer: it was asked, and the source does not know. An empty cell is no answer.
TRI = {"yes": "yes", "no": "no", "unknown": NOT_AVAILABLE}
DATE_TYPES = {"actual": "actual", "estimated": "estimated"}
SCOPES = {
    "it only affected one city, county, or village": "one-locality",
    "it affected more than one city in the same state, province, or region": "one-region",
    "it affected locations in more than one state, province, or region": "several-regions",
    "level 1": "one-locality",
    "level 2": "one-region",
    "level 3": "several-regions",
    "not sure": NOT_AVAILABLE,
    "unknown": NOT_AVAILABLE,
}
WHOLE_COUNTRY = frozenset(
    ("nationwide", "nation wide", "national", "nation-wide", "nationwde", "entire country", "whole country",
     "countrywide", "country-wide", "countrywide shutdown")
)  # fmt: skip
KINDS = {
    "shutdown": "shutdown",
    "throttle": "throttling",
    "shutdown, throttle": "shutdown-and-throttling",
    "unknown": NOT_AVAILABLE,
}
NETWORKS = {
    "mobile": "mobile",
    "broadband": "fixed",
    "broadband, mobile": "mobile-and-fixed",
    "mobile, broadband": "mobile-and-fixed",
    "unknown": NOT_AVAILABLE,
}
EXTENTS = {
    "full network": "full-network",
    "service-based": "service-based",
    "full network, service-based": "both",
    "service-based, full network": "both",
    "unknown": NOT_AVAILABLE,
}
AUTHORITIES = {
    "executive government": "executive",
    "state government": "state-government",
    "local government": "local-government",
    "military": "military",
    "law enforcement": "police",
    "judiciary": "court",
    "non-government": "non-state",
    "other": "other-authority",
    "unknown": NOT_AVAILABLE,
}
TRIGGERS = {
    "protests": "protests",
    "conflict": "conflict",
    "military action": "military-action",
    "political instability": "political-instability",
    "information control": "information-control",
    "communal violence": "communal-violence",
    "exam cheating": "exams",
    "elections": "elections",
    "religious holiday/anniversary": "religious-holiday",
    "visits by government officials": "official-visit",
    "other": "other-trigger",
    "unknown": NOT_AVAILABLE,
}
JUSTIFICATIONS = {
    "fake news/hate speech/incendiary content/promoting violence": "harmful-content",
    "public safety/quell unrest/restore public order": "public-safety",
    "national security/counter-terrorism": "national-security",
    "precautionary measure": "precaution",
    "sabotage/third-party action": "third-party",
    "school exams": "school-exams",
    "technical problems/infrastructure failure": "technical",
    "illegal content": "illegal-content",
    "no": "none-given",
    "other": "other-justification",
    "unknown": NOT_AVAILABLE,
}
# What an authority that acknowledges a disruption says was its cause, where it does not say that it meant it.
OTHER_CAUSES = {"technical": "technical", "third-party": "attack"}
ENDINGS = {"ended": "ended", "ongoing": "ongoing", "unknown": NOT_AVAILABLE}
FLAGS = {
    "facebook_affected": "facebook",
    "twitter_affected": "twitter",
    "whatsapp_affected": "whatsapp",
    "instagram_affected": "instagram",
    "telegram_affected": "telegram",
    "sms_affected": "sms",
    "phonecall_affected": "calls",
}
# Services named in free words; whatever else is named there is another service.
NAMED = (
    ("messenger", re.compile(r"\bmessenger\b", re.I)),
    ("signal", re.compile(r"\bsignal\b", re.I)),
    ("youtube", re.compile(r"\byou ?tube\b", re.I)),
    ("tiktok", re.compile(r"\btik ?tok\b", re.I)),
    ("wikipedia", re.compile(r"\bwikipedia\b", re.I)),
    ("circumvention", re.compile(r"\bVPNs?\b|\bTor\b|\bpsiphon\b", re.I)),
    ("news-sites", re.compile(r"\bnews (?:web)?sites?\b", re.I)),
)
LINKING = re.compile(r"\b(?:and|or|services?|apps?|facebook|blocked)\b", re.I)
MORE = re.compile(r"[^\W\d_]{2,}")  # what is left of the words when the services above are taken out
GROUPS = (
    ("lgbtq", re.compile(r"\bLGBTQ", re.I)),
    ("refugees", re.compile(r"\brefugees?\b", re.I)),
    ("ethnic-minority", re.compile(r"\bethnic\b", re.I)),
    ("religious-minority", re.compile(r"\breligious minorit", re.I)),
    ("protesters", re.compile(r"\bprotest|demonstrat|\bactivist", re.I)),
    ("students", re.compile(r"\bstudents?\b", re.I)),
)
# The operator was told to: only then is its statement more than a notice that service is disrupted.
WAS_TOLD = re.compile(
    r"\bordered\b|\borders are\b|\binstructions?\b|\bdirected (?:them|all|us|telecom|mobile)\b|\bdirectives?\b"
    r"|\bat the request of\b|\bdecision of the\b|\basked by the\b|\breceived a communication from\b"
    r"|توجيه|بقرار قطع",
    re.IGNORECASE,
)
