"""What the environment says: one typed object, complete or refused (STYLE rule 34)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    """Settings of one process. Secrets have no default; addresses of services have none either."""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = Field("", description="the app's login; serving processes use this one only")
    database_owner_url: str = Field("", description="the owner's login; set for migrate, provision and tests")
    portico_pooler: Literal["none", "session", "transaction"] = Field(
        "none", description="mode of the connection pooler that DATABASE_URL leads to (docs/decisions/0005)"
    )
    redis_url: str = ""
    portico_secret_key: str = Field(..., min_length=32, description="signs short-lived links and flows")
    portico_base_host: str = "portal.example"
    portico_port: int | None = Field(None, description="port in links; None where a proxy serves 443")
    portico_tls: bool = Field(True, description="whether browsers reach us by https")
    portico_demo: bool = False
    portico_debug: bool = False
    portico_var: Path = Field(REPOSITORY / "var" / "local", description="sealed files, keys, logs of this deployment")
    portico_static_root: Path | None = Field(None, description="where collectstatic gathers files, if it does")
    portico_build: str = "dev"
    portico_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="the least that is logged; commands that people type begin at WARNING"
    )
    portico_tape: Path = REPOSITORY.parent / "shared" / "data" / "loan-tape.csv"
    portico_trusted_proxies: int = Field(0, ge=0, description="how many proxies of ours stand before the web process")
    portico_connections: int = Field(8, ge=1, description="connections to PostgreSQL that a process keeps open")
    portico_schemas_per_connection: int = Field(
        200, ge=1, description="lenders' schemas that a connection may meet before it is replaced"
    )
    portico_mail_from: str = ""
    email_host: str = "localhost"
    email_port: int = 25
    email_user: str = ""
    email_password: str = ""
    email_tls: bool = False
