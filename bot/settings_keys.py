"""The [keys] section: what the sources want to be shown that answer only those who have a key."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.feeds.credentials import Credential

KEY_SECRETS = ("adzuna_app_key", "usajobs_key")


class KeySettings(BaseModel):
    """Keys of sources. Each is empty where it is not used."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    adzuna_app_id: str = Field(description="the application's id, or empty")
    adzuna_app_key: SecretStr = Field(description="the application's key, or empty")
    usajobs_email: str = Field(description="the e-mail address that the key was asked for with, or empty")
    usajobs_key: SecretStr = Field(description="the key, or empty")

    def credentials(self) -> tuple[Credential, ...]:
        """What each host is shown; for one that has no key here, what is missing."""
        adzuna, usajobs = self.adzuna_app_key.get_secret_value(), self.usajobs_key.get_secret_value()
        return (
            Credential(
                host="api.adzuna.com",
                query={"app_id": self.adzuna_app_id, "app_key": adzuna},
                missing=None
                if adzuna and self.adzuna_app_id
                else _missing("adzuna_app_id", "adzuna_app_key"),
            ),
            Credential(
                host="data.usajobs.gov",
                headers={"User-Agent": self.usajobs_email, "Authorization-Key": usajobs},
                missing=None if usajobs and self.usajobs_email else _missing("usajobs_email", "usajobs_key"),
            ),
        )


def _missing(*names: str) -> str:
    variables = " and ".join(f"JOBWIRE_KEYS_{name.upper()}" for name in names)
    return f"Whoever runs Jobwire sets {variables}; docs/sources.md says where a key comes from."
