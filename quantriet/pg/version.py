"""The version of PostgreSQL that the product asks for."""

import psycopg

from quantriet.pg.programs import ServerProblem

OLDEST = 15


def require_recent(url: str, oldest: int = OLDEST) -> None:
    """Refuse a server that cannot be reached or is older than the product's constraints need."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError as problem:
        raise ServerProblem(f"The database of DATABASE_URL does not answer: {problem}".rstrip()) from problem
    if version < oldest:
        raise ServerProblem(
            f"The database of DATABASE_URL is PostgreSQL {version}; Quán triệt needs {oldest} or newer. "
            f"Upgrade it, or leave DATABASE_URL empty to use the PostgreSQL 18 that comes along."
        )
