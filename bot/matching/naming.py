"""Whether a query asks for a source by its name. Pure."""

from bot.matching.query import Query
from bot.matching.text_terms import SourceTerm
from bot.matching.words import begins_at, folded_words


def names_source(query: Query, source_name: str) -> bool:
    """Whether one of its clauses is `source:` and words of that name; to leave it out is no asking."""
    name = folded_words(source_name)
    return any(
        isinstance(leaf.term, SourceTerm)
        and not leaf.negated
        and begins_at(name, leaf.term.words) is not None
        for leaf in query.terms
    )
