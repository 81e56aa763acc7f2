-- Routers, what is known of them, and who holds the line to each.

CREATE TABLE routers (
    id               BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id      BIGINT NOT NULL,
    name             TEXT NOT NULL,
    host             TEXT NOT NULL,
    port             INTEGER NOT NULL,
    transport        TEXT NOT NULL,
    -- SHA-256 of the certificate's public key, taken at the first connection.
    tls_pin          BYTEA,
    username         TEXT NOT NULL,
    password_sealed  BYTEA NOT NULL,
    -- Which data key sealed the password.
    key_id           UUID NOT NULL,
    hotspot_dns_name TEXT,
    hotspot_server   TEXT,
    is_active        BOOLEAN NOT NULL DEFAULT true,
    version          INTEGER NOT NULL DEFAULT 1,
    created_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT routers_pkey PRIMARY KEY (id),
    CONSTRAINT routers_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT routers_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT routers_host_not_blank CHECK (btrim(host) <> ''),
    CONSTRAINT routers_port_range CHECK (port BETWEEN 1 AND 65535),
    CONSTRAINT routers_transport_known CHECK (transport IN ('tls', 'plain')),
    CONSTRAINT routers_tls_pin_length CHECK (octet_length(tls_pin) = 32)
);
CREATE UNIQUE INDEX routers_location_id_name_key ON routers (location_id, name) WHERE is_active;
-- One router must not be driven twice under two names.
CREATE UNIQUE INDEX routers_host_port_key ON routers (lower(host), port) WHERE is_active;

-- Written by workers every few seconds; not audited.
CREATE TABLE router_state (
    router_id      BIGINT NOT NULL,
    location_id    BIGINT NOT NULL,
    link           TEXT NOT NULL DEFAULT 'unknown',
    last_seen_at   TIMESTAMPTZ,
    error_code     TEXT,
    error_params   JSONB,
    ros_version    TEXT,
    board_name     TEXT,
    identity       TEXT,
    cpu_load       INTEGER,
    free_memory    BIGINT,
    total_memory   BIGINT,
    uptime_s       BIGINT,
    clock_offset_s INTEGER,
    license_level  TEXT,
    hotspot_active INTEGER,
    has_http_pap   BOOLEAN,
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT router_state_pkey PRIMARY KEY (router_id),
    CONSTRAINT router_state_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT router_state_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT router_state_link_known CHECK (link IN ('unknown', 'up', 'down'))
);

-- A worker drains a router only with a live connection to it and this row.
CREATE TABLE router_leases (
    router_id       BIGINT NOT NULL,
    location_id     BIGINT NOT NULL,
    installation_id BIGINT NOT NULL,
    -- Random per process: two programs of one installation are two holders.
    holder          TEXT NOT NULL,
    leased_until    TIMESTAMPTZ NOT NULL,
    CONSTRAINT router_leases_pkey PRIMARY KEY (router_id),
    CONSTRAINT router_leases_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT router_leases_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT router_leases_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations (id)
);

CREATE TABLE router_sync_runs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    router_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    -- drain: to-do list worked off; reconcile: both sides compared; usage: sessions read.
    kind        TEXT NOT NULL,
    started_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    ended_at    TIMESTAMPTZ,
    done        INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER NOT NULL DEFAULT 0,
    drifted     INTEGER NOT NULL DEFAULT 0,
    error_code  TEXT,
    CONSTRAINT router_sync_runs_pkey PRIMARY KEY (id),
    CONSTRAINT router_sync_runs_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT router_sync_runs_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT router_sync_runs_kind_known CHECK (kind IN ('drain', 'reconcile', 'usage')),
    CONSTRAINT router_sync_runs_ended_at_after_start CHECK (ended_at >= started_at)
);
CREATE INDEX router_sync_runs_router_idx ON router_sync_runs (router_id, id DESC);

SELECT keep_history('routers');
SELECT fence_by_location(t) FROM unnest(ARRAY['routers', 'router_state', 'router_leases', 'router_sync_runs']) AS t;
SELECT grant_to_app('routers', 'SELECT, INSERT, UPDATE');
SELECT grant_to_app(t) FROM unnest(ARRAY['router_state', 'router_leases', 'router_sync_runs']) AS t;
