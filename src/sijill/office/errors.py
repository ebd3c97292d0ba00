"""What an action says when the rules do not allow it. Pure, so that anything may catch it."""


class Refusal(ValueError):
    """An action that the rules do not allow; the text says which rule and what to do."""
