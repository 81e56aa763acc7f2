//! A RouterOS API client: protocol without IO inside, tokio outside.
