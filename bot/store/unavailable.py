"""Says what is wrong with a database and what to do, from what its driver raised. Pure.

SQLite tells by the name of its error code, PostgreSQL by SQLSTATE
(https://www.postgresql.org/docs/current/errcodes-appendix.html).
"""

import re

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from bot.errors import StoreBusy, StoreUnavailable

_MIGRATE = "It lacks the tables of this version. Run: jobwire migrate"
_SQLITE = {
    "SQLITE_CANTOPEN": "Check that its directory exists, and that it may be written",
    "SQLITE_READONLY": "Check that the file and its directory may be written by whoever runs Jobwire",
    "SQLITE_PERM": "Check that the file and its directory may be written by whoever runs Jobwire",
    "SQLITE_NOTADB": "The file is not a SQLite database. Name another one in JOBWIRE_DATABASE_URL",
    "SQLITE_CORRUPT": "The file is damaged. Restore a copy of it, or name another in JOBWIRE_DATABASE_URL",
    "SQLITE_FULL": "Free some space; nothing that was stored is lost, and what was not is done again",
    "SQLITE_IOERR": "Check the disk and its free space; what was stored is kept",
    "SQLITE_BUSY": "Another program is writing to it. End that one, or wait for it",
    "SQLITE_LOCKED": "Another program is writing to it. End that one, or wait for it",
}
_POSTGRESQL = {
    "28": "Check the user and the password in JOBWIRE_DATABASE_URL",
    "3D000": "Create the database, or name another one in JOBWIRE_DATABASE_URL",
    "42501": "Let its user create and use tables there (GRANT)",
    "42P01": _MIGRATE,
    "42703": _MIGRATE,
    "53100": "Free some space on its disk; what was stored is kept",
    "53300": "It takes no more connections. Raise its limit, or run fewer processes",
    "53": "It has run out of something. Its own log says of what; what was stored is kept",
    "57P": "It is stopping or starting. Jobwire comes back to it by itself",
    "08": "Check that it is running, and its host and port in JOBWIRE_DATABASE_URL",
    "25006": "It only lets itself be read. Name the one that can be written in JOBWIRE_DATABASE_URL",
}
_SECRETS = ("password", "sslpassword")
"""Where else an address may hold one."""

_IN_THE_WAY = ("40001", "40P01", "55P03")
_NOT_REACHED = "Check that it is running, and host, port, user, password and name in JOBWIRE_DATABASE_URL"


def unavailable(error: BaseException, url: URL) -> StoreUnavailable | None:
    """What the error means for people; None when it is no fault of the database but of a statement."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(error, DBAPIError) and not error.connection_invalidated and not _concerns(cause):
        return None
    said = " ".join(_without_password(str(cause), url).split()).rstrip(".")
    why = f"{said}. {_advice(cause)}." if said else f"{_advice(cause)}."
    kind = StoreBusy if _state(cause) in _IN_THE_WAY else StoreUnavailable
    return kind(place(url), why, detail=_without_password(str(error), url))


def place(url: URL) -> str:
    """Where the database is, as a person names it, without a password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    shown = url.set(drivername=url.get_backend_name()).difference_update_query(_SECRETS)
    return shown.render_as_string(hide_password=True)


def _advice(cause: BaseException) -> str:
    code = _sqlite_code(cause)
    if code:
        return next((text for key, text in _SQLITE.items() if code.startswith(key)), _missing_table(cause))
    state = _state(cause)
    if state in _IN_THE_WAY:
        return "Another process was in the way. Nothing was written; it is tried again"
    if state:
        longest = sorted(_POSTGRESQL, key=len, reverse=True)
        return next((_POSTGRESQL[key] for key in longest if state.startswith(key)), _NOT_REACHED)
    return _NOT_REACHED


def _missing_table(cause: BaseException) -> str:
    if re.match(r"no such (table|column)|table \S+ has no column", str(cause)):
        return _MIGRATE.removesuffix(".")
    return "Check JOBWIRE_DATABASE_URL, that the place exists and that it may be written"


def _concerns(cause: BaseException) -> bool:
    """Whether it concerns the database as a whole, not the statement or its values."""
    code = _sqlite_code(cause)
    if code:
        return code.startswith(tuple(_SQLITE)) or _missing_table(cause).startswith(_MIGRATE[:10])
    state = _state(cause)
    if state is None:  # of a connection that could not be made, or was lost, PostgreSQL says no state
        return type(cause).__name__ == "OperationalError"
    return state in _IN_THE_WAY or state.startswith(tuple(_POSTGRESQL))


def _sqlite_code(cause: BaseException) -> str | None:
    code: str | None = getattr(cause, "sqlite_errorname", None)
    return code


def _state(cause: BaseException) -> str | None:
    state: str | None = getattr(cause, "sqlstate", None)
    return state


def _without_password(said: str, url: URL) -> str:
    secrets = (url.password, *(url.query.get(name) for name in _SECRETS))
    for secret in secrets:
        if secret:
            said = said.replace(str(secret), "***")
    return said
