//! A durable job queue on PostgreSQL: claim, lease, retry, rescue, schedule. Knows no business.
