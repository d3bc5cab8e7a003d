"""Pay that a source states in fields, as a line of text that reads back without loss."""

from typing import Any

_ABSURD = 1e12


def salary_line(low: Any, high: Any, currency: Any, period: str | None) -> str | None:
    """Write "150000-200000 USD per year", "from ...", "up to ..."; None when no amount is stated.

    Zero is how several sources write "not stated".
    """
    least, most = _amount(low), _amount(high)
    if least is None and most is None:
        return None
    if least is not None and most is not None:
        amounts = least if least == most else f"{least}-{most}"
    else:
        amounts = f"from {least}" if least is not None else f"up to {most}"
    money = (
        f"{amounts} {currency.strip().upper()}" if isinstance(currency, str) and currency.strip() else amounts
    )
    return f"{money} per {period}" if period else money


def _amount(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < _ABSURD:
        return None
    return str(int(value)) if value == int(value) else f"{value:.2f}".rstrip("0")
