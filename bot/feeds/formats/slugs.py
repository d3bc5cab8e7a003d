"""Names out of addresses, for boards that do not name the company in their answer."""

import re
from urllib.parse import unquote


def name_from_slug(slug: str) -> str | None:
    """Read "first-resonance" as "First Resonance"; a slug that has capitals keeps them ("OpenAI")."""
    words = re.sub(r"[-_+.\s]+", " ", unquote(slug)).strip()
    if not words:
        return None
    return words if any(letter.isupper() for letter in words) else words.title()
