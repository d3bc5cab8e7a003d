"""What Discord wants of the components of a message, beyond its OpenAPI: sums, uniqueness, links, places."""

from collections.abc import Iterator
from typing import Any

from .model import Json
from .refusal import Form

ROW, BUTTON, STRING_SELECT, SECTION, TEXT, CONTAINER = 1, 2, 3, 9, 10, 17
SELECTS = (3, 5, 6, 7, 8)
ONLY_V2 = (9, 10, 11, 12, 13, 14, 17)
MOST_COMPONENTS = 40
MOST_TEXT = 4000
LINK, PREMIUM = 5, 6
SCHEMES = ("http://", "https://", "discord://")

Path = tuple[str | int, ...]


def walk(components: Any, path: Path = ("components",)) -> Iterator[tuple[Path, Json]]:
    """Every component with its path, the outer ones first."""
    if not isinstance(components, list):
        return
    for index, one in enumerate(components):
        if isinstance(one, dict):
            yield (*path, index), one
            yield from walk(one.get("components"), (*path, index, "components"))
            for name in ("accessory", "component"):
                if isinstance(one.get(name), dict):
                    yield (*path, index, name), one[name]


def text_of(components: Any) -> str:
    """All text displays of it, a line each."""
    return "\n".join(str(one.get("content", "")) for _, one in walk(components) if one.get("type") == TEXT)


def check_components(form: Form, components: Any, *, v2: bool) -> None:
    """Add what is wrong with the components of a message."""
    found = list(walk(components))
    _check_sums(form, found, v2=v2)
    _check_unique(form, found)
    for path, one in found:
        kind = one.get("type")
        if len(path) == 2:
            _check_top(form, path, kind, v2=v2)
        if kind == BUTTON:
            _check_button(form, path, one)
        elif kind in SELECTS:
            check_select(form, path, one)
        elif kind == ROW:
            _check_row(form, path, one)
        elif kind == SECTION:
            _check_section(form, path, one)
        elif kind == TEXT:
            form.length((*path, "content"), one.get("content"), 1, MOST_TEXT)


def _check_sums(form: Form, found: list[tuple[Path, Json]], *, v2: bool) -> None:
    if len(found) > MOST_COMPONENTS:
        form.add(
            ("components",),
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components cannot exceed {MOST_COMPONENTS}, nested ones included.",
        )
    length = sum(len(str(one.get("content", ""))) for _, one in found if one.get("type") == TEXT)
    if v2 and length > MOST_TEXT:
        form.add(
            ("components",),
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The total displayable text size of components cannot exceed {MOST_TEXT} characters.",
        )


def _check_unique(form: Form, found: list[tuple[Path, Json]]) -> None:
    for name, code in (
        ("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        ("id", "COMPONENT_ID_DUPLICATED"),
    ):
        known = set()
        for path, one in found:
            value = one.get(name)
            if value in known:
                form.add((*path, name), code, f"Component {name.replace('_', ' ')} cannot be duplicated")
            if value:
                known.add(value)


def _check_top(form: Form, path: Path, kind: Any, *, v2: bool) -> None:
    if not v2 and kind in ONLY_V2:
        form.add((*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
    if not v2 and kind == ROW and int(path[1]) >= 5:
        form.add(path[:1], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    if kind not in (ROW, *ONLY_V2) or kind == 11:
        form.add((*path, "type"), "UNION_TYPE_CHOICES", "This component cannot stand at the top.")


def _check_row(form: Form, path: Path, row: Json) -> None:
    inside = row.get("components")
    form.length((*path, "components"), inside, 1, 5)
    kinds = [one.get("type") for one in inside or [] if isinstance(one, dict)]
    if any(kind in SELECTS for kind in kinds) and len(kinds) > 1:
        form.add(
            (*path, "components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        )


def _check_section(form: Form, path: Path, section: Json) -> None:
    form.length((*path, "components"), section.get("components"), 1, 3)
    if not isinstance(section.get("accessory"), dict):
        form.add((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")


def _check_button(form: Form, path: Path, button: Json) -> None:
    style, url, custom_id = button.get("style"), button.get("url"), button.get("custom_id")
    form.longest((*path, "label"), button.get("label"), 80)
    if style == LINK:
        if custom_id:
            form.add(
                (*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_NOT_ALLOWED", "A link has no custom id"
            )
        form.length((*path, "url"), url, 1, 512)
        if isinstance(url, str) and url and not url.startswith(SCHEMES):
            scheme = url.partition(":")[0]
            form.add(
                (*path, "url"),
                "URL_TYPE_INVALID_SCHEME",
                f"Scheme \"{scheme}\" is not supported. Scheme must be one of ('http', 'https', 'discord').",
            )
        elif isinstance(url, str) and (any(c.isspace() for c in url) or not url.partition("//")[2]):
            form.add((*path, "url"), "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    elif style != PREMIUM:
        form.length((*path, "custom_id"), custom_id, 1, 100)
        if url:
            form.add((*path, "url"), "BUTTON_COMPONENT_URL_NOT_ALLOWED", "Only a link has an address")
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        form.add((*path,), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji")


def check_select(form: Form, path: Path, select: Json) -> None:
    """Add what is wrong with a select menu, of a message or of a modal."""
    form.length((*path, "custom_id"), select.get("custom_id"), 1, 100)
    form.longest((*path, "placeholder"), select.get("placeholder"), 150)
    options = select.get("options")
    least, most = select.get("min_values"), select.get("max_values")
    least, most = 1 if least is None else least, 1 if most is None else most
    if isinstance(least, int) and isinstance(most, int) and least > most:
        form.add((*path, "min_values"), "SELECT_COMPONENT_BAD_VALUES", "min_values exceeds max_values")
    if select.get("type") == STRING_SELECT:
        form.length((*path, "options"), options, 1, 25)
        check_options(form, path, options)
        if isinstance(most, int) and isinstance(options, list) and most > len(options):
            form.add((*path, "max_values"), "SELECT_COMPONENT_BAD_VALUES", "max_values exceeds the options")


def check_options(form: Form, path: Path, options: Any) -> None:
    """Add what is wrong with the options of a select, radio or checkbox group."""
    values = set()
    for index, option in enumerate(options if isinstance(options, list) else []):
        if not isinstance(option, dict):
            continue
        place = (*path, "options", index)
        form.length((*place, "label"), option.get("label"), 1, 100)
        form.length((*place, "value"), option.get("value"), 1, 100)
        form.longest((*place, "description"), option.get("description"), 100)
        if option.get("value") in values:
            form.add(
                (*place, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        values.add(option.get("value"))
