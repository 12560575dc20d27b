"""The only place that knows SQL: records in, records out."""
