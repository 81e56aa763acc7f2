-- Who was online where, how long and how much. Written by the worker that watches
-- a router; not audited.

-- Sessions that run. A session on a router is known by its id there as long as it
-- runs, so that none is kept twice; counters are written often, therefore the
-- table is small and leaves room in its pages.
CREATE TABLE usage_open_sessions (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    router_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    -- The row's id on the router; given again after a reboot.
    ros_id      TEXT NOT NULL,
    username    TEXT NOT NULL,
    voucher_id  BIGINT,
    -- The hotspot's server, or pppoe, l2tp, …
    service     TEXT,
    ip_address  TEXT,
    -- The device, or what a dial-in calls itself.
    mac_address TEXT,
    started_at  TIMESTAMPTZ NOT NULL,
    seen_at     TIMESTAMPTZ NOT NULL,
    uptime_s    BIGINT NOT NULL DEFAULT 0,
    bytes_in    BIGINT NOT NULL DEFAULT 0,
    bytes_out   BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT usage_open_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT usage_open_sessions_router_id_kind_ros_id_key UNIQUE (router_id, kind, ros_id),
    CONSTRAINT usage_open_sessions_kind_known CHECK (kind IN ('hotspot', 'ppp')),
    CONSTRAINT usage_open_sessions_uptime_s_range CHECK (uptime_s >= 0),
    CONSTRAINT usage_open_sessions_bytes_in_range CHECK (bytes_in >= 0),
    CONSTRAINT usage_open_sessions_bytes_out_range CHECK (bytes_out >= 0),
    CONSTRAINT usage_open_sessions_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT usage_open_sessions_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
) WITH (fillfactor = 60);
CREATE INDEX usage_open_sessions_voucher_id_idx ON usage_open_sessions (voucher_id) WHERE voucher_id IS NOT NULL;

-- Sessions that have ended, never changed again.
CREATE TABLE usage_sessions (
    -- The id it had while it ran.
    id          BIGINT NOT NULL,
    -- When its end was written: never before the partition that takes it was made.
    at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    router_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    username    TEXT NOT NULL,
    voucher_id  BIGINT,
    service     TEXT,
    ip_address  TEXT,
    mac_address TEXT,
    started_at  TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ NOT NULL,
    uptime_s    BIGINT NOT NULL,
    bytes_in    BIGINT NOT NULL,
    bytes_out   BIGINT NOT NULL,
    -- Why it ended, where that is known.
    end_cause   TEXT,
    -- Whether start and end were seen as they happened.
    is_exact    BOOLEAN NOT NULL,
    CONSTRAINT usage_sessions_pkey PRIMARY KEY (id, at),
    CONSTRAINT usage_sessions_kind_known CHECK (kind IN ('hotspot', 'ppp')),
    CONSTRAINT usage_sessions_end_cause_known CHECK (end_cause IN ('logout', 'idle', 'lost', 'session_limit', 'uptime_limit',
        'bytes_limit', 'kicked', 'reboot', 'other')),
    CONSTRAINT usage_sessions_ended_at_after_start CHECK (ended_at >= started_at)
) PARTITION BY RANGE (at);
CREATE INDEX usage_sessions_voucher_id_idx ON usage_sessions (voucher_id, id DESC) WHERE voucher_id IS NOT NULL;
CREATE INDEX usage_sessions_router_id_idx ON usage_sessions (router_id, id DESC);
CREATE INDEX usage_sessions_username_idx ON usage_sessions (username, id DESC);
COMMENT ON TABLE usage_sessions IS 'Sessions that have ended; kept for usage_retention_days, then whole months leave.';

-- Which process last wrote a router's sessions: what another one remembers of
-- them is then out of date.
CREATE TABLE usage_watches (
    router_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    holder      TEXT NOT NULL,
    CONSTRAINT usage_watches_pkey PRIMARY KEY (router_id),
    CONSTRAINT usage_watches_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT usage_watches_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

-- Drops the monthly partitions of a table whose last day is older than this many
-- days; answers how many. Never the last two years' money or acts: only tables
-- that are named here.
CREATE FUNCTION partitions_drop(parent TEXT, keep_days INTEGER) RETURNS INTEGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    child   TEXT;
    ends    TIMESTAMPTZ;
    dropped INTEGER := 0;
BEGIN
    IF parent NOT IN ('usage_sessions') THEN
        RAISE EXCEPTION 'partitions of % are not dropped', parent;
    END IF;
    IF keep_days < 31 THEN
        RAISE EXCEPTION 'at least a month is kept, not % days', keep_days;
    END IF;
    FOR child IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = ('public.' || parent)::regclass AND c.relname ~ ('^' || parent || '_[0-9]{6}$') ORDER BY 1
    LOOP
        ends := (to_date(right(child, 6), 'YYYYMM') + INTERVAL '1 month') AT TIME ZONE 'UTC';
        IF ends < now() - make_interval(days => keep_days) THEN
            EXECUTE format('DROP TABLE public.%I', child);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END
$$;

INSERT INTO settings (key, value, description) VALUES
    ('usage_retention_days', '730', 'Days for which sessions that have ended are kept');

SELECT partitions_ensure('usage_sessions', 'month');
SELECT fence_by_location(t) FROM unnest(ARRAY['usage_open_sessions', 'usage_sessions', 'usage_watches']) AS t;
SELECT grant_to_app(t) FROM unnest(ARRAY['usage_open_sessions', 'usage_watches']) AS t;
SELECT grant_to_app('usage_sessions', 'SELECT, INSERT');
