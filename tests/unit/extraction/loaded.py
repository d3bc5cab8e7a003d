"""The real vocabulary, loaded once a test session."""

from functools import lru_cache
from pathlib import Path
from tempfile import gettempdir

from bot.extraction.loading import load_vocabulary
from bot.extraction.vocabulary import Vocabulary

CONFIG = Path(__file__).parents[3] / "config" / "vocabulary"


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return load_vocabulary(CONFIG, Path(gettempdir()) / "jobwire-test-vocabulary")
