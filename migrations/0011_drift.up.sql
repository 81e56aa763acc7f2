-- Where routers and books differ, what a person decided about it, and what was
-- taken over from a router.

-- Two more things to do on a router: take away a row that only looks like ours,
-- and write our comment onto a row that was adopted.
ALTER TABLE provisioning_tasks DROP CONSTRAINT provisioning_tasks_kind_known;
ALTER TABLE provisioning_tasks
    ADD CONSTRAINT provisioning_tasks_kind_known CHECK (kind IN ('profile', 'user', 'kick', 'stray', 'adopt'));

CREATE TABLE drift_items (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    router_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    voucher_id  BIGINT,
    plan_id     BIGINT,
    found_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    looked_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- When the row was last seen as `seen` says.
    seen_at     TIMESTAMPTZ,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'open',
    name        TEXT NOT NULL,
    ros_id      TEXT,
    -- RouterOS property → value, never a password: as wished, as last seen, as found.
    ours        JSONB,
    seen        JSONB,
    now         JSONB,
    fields      TEXT[] NOT NULL DEFAULT '{}',
    -- What it is about: one item each on a router.
    subject     TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN voucher_id IS NOT NULL THEN 'v' || voucher_id::TEXT
        WHEN plan_id IS NOT NULL THEN 'p' || plan_id::TEXT ELSE 's' || ros_id END) STORED,
    CONSTRAINT drift_items_pkey PRIMARY KEY (id),
    CONSTRAINT drift_items_router_id_subject_key UNIQUE (router_id, subject),
    CONSTRAINT drift_items_kind_known
        CHECK (kind IN ('missing', 'differs', 'unwanted', 'stray', 'profile_missing', 'profile_differs')),
    CONSTRAINT drift_items_state_known CHECK (state IN ('open', 'ignored', 'resolving')),
    CONSTRAINT drift_items_subject_matches_kind CHECK (
        (kind IN ('missing', 'differs', 'unwanted')) = (voucher_id IS NOT NULL)
        AND (kind IN ('profile_missing', 'profile_differs')) = (plan_id IS NOT NULL)
        AND (kind <> 'stray' OR ros_id IS NOT NULL)),
    CONSTRAINT drift_items_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT drift_items_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT drift_items_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES vouchers (id),
    CONSTRAINT drift_items_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES service_plans (id)
);
CREATE INDEX drift_items_voucher_idx ON drift_items (voucher_id, router_id) WHERE voucher_id IS NOT NULL;
CREATE INDEX drift_items_list_idx ON drift_items (router_id, id);
COMMENT ON TABLE drift_items IS
    'Where a router was found otherwise than wished. Gone as soon as it is found as wished. An ignored one opens again '
    'when the router''s row changes.';

-- The last whole comparison of a router, written by workers.
CREATE TABLE router_compares (
    router_id        BIGINT NOT NULL,
    location_id      BIGINT NOT NULL,
    compared_at      TIMESTAMPTZ NOT NULL,
    -- Which database it was: another one after a dump was restored.
    database_life    TEXT NOT NULL,
    foreign_users    INTEGER NOT NULL,
    foreign_profiles INTEGER NOT NULL,
    -- Set while the router waits for a person: it holds vouchers this database never gave out.
    gate_since       TIMESTAMPTZ,
    gate_seen        BIGINT,
    gate_ours        BIGINT,
    -- Vouchers up to this id were confirmed to be of an earlier life.
    confirmed_id     BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT router_compares_pkey PRIMARY KEY (router_id),
    CONSTRAINT router_compares_gate_whole CHECK (num_nonnulls(gate_since, gate_seen, gate_ours) IN (0, 3)),
    CONSTRAINT router_compares_foreign_users_range CHECK (foreign_users >= 0),
    CONSTRAINT router_compares_foreign_profiles_range CHECK (foreign_profiles >= 0),
    CONSTRAINT router_compares_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT router_compares_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

-- What was taken over from a router, and what its row said before our comment.
CREATE TABLE voucher_adoptions (
    voucher_id     BIGINT NOT NULL,
    router_id      BIGINT NOT NULL,
    location_id    BIGINT NOT NULL,
    adopted_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    ros_id         TEXT NOT NULL,
    comment_before TEXT,
    CONSTRAINT voucher_adoptions_pkey PRIMARY KEY (voucher_id),
    CONSTRAINT voucher_adoptions_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES vouchers (id),
    CONSTRAINT voucher_adoptions_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT voucher_adoptions_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX voucher_adoptions_router_idx ON voucher_adoptions (router_id, voucher_id);

SELECT fence_by_location(t) FROM unnest(ARRAY['drift_items', 'router_compares', 'voucher_adoptions']) AS t;
SELECT grant_to_app(t) FROM unnest(ARRAY['drift_items', 'router_compares']) AS t;
SELECT grant_to_app('voucher_adoptions', 'SELECT, INSERT');

-- Tells one life of the database from another: a dump that is restored makes
-- tables and databases anew, recovery to a point in time begins a new timeline.
CREATE FUNCTION database_life() RETURNS TEXT
    LANGUAGE sql STABLE SET search_path = pg_catalog, public
    AS $$
    SELECT (SELECT timeline_id FROM pg_control_checkpoint()) || ':'
        || (SELECT oid FROM pg_database WHERE datname = current_database()) || ':'
        || 'public.vouchers'::REGCLASS::OID
    $$;

-- The highest voucher id this database ever gave out, over all places.
CREATE FUNCTION voucher_ids_top() RETURNS BIGINT
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ SELECT coalesce(pg_sequence_last_value('public.vouchers_id_seq'::REGCLASS), 0) $$;

-- Has ids begin past one that was seen on a router; never goes back.
CREATE FUNCTION voucher_ids_past(seen BIGINT) RETURNS BIGINT
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ SELECT setval('public.vouchers_id_seq'::REGCLASS, greatest(seen, voucher_ids_top(), 1)) $$;

-- Which of these codes exist, over all places: a code is unique in the whole database.
CREATE FUNCTION voucher_codes_known(codes TEXT[]) RETURNS SETOF TEXT
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ SELECT v.code FROM public.vouchers v WHERE v.code = ANY (codes) $$;
