"""Texts that would stall the window if they were laid out whole: their beginning and their end."""


def shortened(text: str, most: int) -> str:
    """Give a text of up to so many characters as it is; of a longer one as many, half of them from its end.

    A line between the halves tells how many are left out.
    """
    left_out = len(text) - most
    if left_out <= 0:
        return text
    half = most // 2
    return f"{text[:half]}\n… {left_out:,} more characters …\n{text[-half:]}"
