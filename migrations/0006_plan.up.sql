-- What is sold: plans, their speeds, and their profiles on the routers.

CREATE TABLE bandwidth_profiles (
    id            BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id   BIGINT NOT NULL,
    name          TEXT NOT NULL,
    upload_kbps   INTEGER NOT NULL,
    download_kbps INTEGER NOT NULL,
    -- RouterOS burst and priority parts, verbatim after the rates.
    burst         TEXT,
    version       INTEGER NOT NULL DEFAULT 1,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT bandwidth_profiles_pkey PRIMARY KEY (id),
    CONSTRAINT bandwidth_profiles_location_id_name_key UNIQUE (location_id, name),
    CONSTRAINT bandwidth_profiles_upload_kbps_positive CHECK (upload_kbps > 0),
    CONSTRAINT bandwidth_profiles_download_kbps_positive CHECK (download_kbps > 0),
    CONSTRAINT bandwidth_profiles_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

CREATE TABLE service_plans (
    id               BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id      BIGINT NOT NULL,
    name             TEXT NOT NULL,
    kind             TEXT NOT NULL DEFAULT 'hotspot',
    shortcut_key     SMALLINT,
    -- Online seconds; NULL = unlimited, here and below.
    usage_limit_s    BIGINT,
    data_limit_bytes BIGINT,
    -- Seconds of life after the first login.
    validity_s       BIGINT,
    shared_users     INTEGER NOT NULL DEFAULT 1,
    has_mac_lock     BOOLEAN NOT NULL DEFAULT false,
    upload_kbps      INTEGER,
    download_kbps    INTEGER,
    price_sell       NUMERIC(15,2) NOT NULL,
    price_cost       NUMERIC(15,2) NOT NULL,
    profile_name     TEXT NOT NULL,
    is_active        BOOLEAN NOT NULL DEFAULT true,
    version          INTEGER NOT NULL DEFAULT 1,
    created_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT service_plans_pkey PRIMARY KEY (id),
    CONSTRAINT service_plans_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT service_plans_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT service_plans_kind_known CHECK (kind IN ('hotspot', 'pppoe')),
    CONSTRAINT service_plans_shortcut_key_range CHECK (shortcut_key BETWEEN 1 AND 9),
    CONSTRAINT service_plans_usage_limit_s_positive CHECK (usage_limit_s > 0),
    CONSTRAINT service_plans_data_limit_bytes_positive CHECK (data_limit_bytes > 0),
    CONSTRAINT service_plans_validity_s_positive CHECK (validity_s > 0),
    CONSTRAINT service_plans_shared_users_range CHECK (shared_users BETWEEN 1 AND 1000),
    CONSTRAINT service_plans_upload_kbps_positive CHECK (upload_kbps > 0),
    CONSTRAINT service_plans_download_kbps_positive CHECK (download_kbps > 0),
    CONSTRAINT service_plans_kbps_both_or_none CHECK ((upload_kbps IS NULL) = (download_kbps IS NULL)),
    CONSTRAINT service_plans_price_sell_not_below_cost CHECK (price_sell >= price_cost AND price_cost >= 0),
    CONSTRAINT service_plans_profile_name_format CHECK (profile_name ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$')
);
CREATE UNIQUE INDEX service_plans_location_id_name_key ON service_plans (location_id, name) WHERE is_active;
CREATE UNIQUE INDEX service_plans_location_id_profile_name_key ON service_plans (location_id, profile_name) WHERE is_active;
CREATE UNIQUE INDEX service_plans_location_id_shortcut_key_key ON service_plans (location_id, shortcut_key)
    WHERE is_active AND shortcut_key IS NOT NULL;

CREATE TABLE plan_routers (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    plan_id     BIGINT NOT NULL,
    router_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'pending',
    reason      TEXT,
    ros_id      TEXT,
    applied_at  TIMESTAMPTZ,
    seen_at     TIMESTAMPTZ,
    CONSTRAINT plan_routers_pkey PRIMARY KEY (id),
    CONSTRAINT plan_routers_plan_id_router_id_key UNIQUE (plan_id, router_id),
    CONSTRAINT plan_routers_state_known CHECK (state IN ('applied', 'pending', 'failed', 'drifted')),
    CONSTRAINT plan_routers_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES service_plans (id),
    CONSTRAINT plan_routers_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT plan_routers_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX plan_routers_router_idx ON plan_routers (router_id);

SELECT keep_history('bandwidth_profiles');
SELECT keep_history('service_plans');
SELECT fence_by_location(t) FROM unnest(ARRAY['bandwidth_profiles', 'service_plans', 'plan_routers']) AS t;
SELECT grant_to_app(t) FROM unnest(ARRAY['bandwidth_profiles', 'plan_routers']) AS t;
SELECT grant_to_app('service_plans', 'SELECT, INSERT, UPDATE');
