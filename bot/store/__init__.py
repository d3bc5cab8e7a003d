"""The database: schema, queries and migrations. The only place that builds SQL."""
