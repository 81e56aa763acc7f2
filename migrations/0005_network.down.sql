DROP TABLE router_sync_runs;
DROP TABLE router_leases;
DROP TABLE router_state;
DROP TABLE routers;
