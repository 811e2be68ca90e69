"""How hypothesis looks for examples: no time limit per example, because a shared machine stalls."""

from hypothesis import settings

settings.register_profile("unit", deadline=None, max_examples=60)
settings.load_profile("unit")
