"""From a source to stored postings: fetch, formats, identity, poll."""
