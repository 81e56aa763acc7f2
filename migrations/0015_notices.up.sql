-- What calls for a person, to whom it was brought, and how each wants to be told.

CREATE TABLE notices (
    id           BIGINT GENERATED ALWAYS AS IDENTITY,
    kind         TEXT NOT NULL,
    -- What it is about, and which time: an event that lasts raises one notice.
    event_key    TEXT NOT NULL,
    -- NULL = of the whole program; only who sees every place sees it.
    location_id  BIGINT,
    severity     TEXT NOT NULL,
    -- Facts for the sentence.
    params       JSONB NOT NULL DEFAULT '{}',
    -- The screen to open, e.g. /routers/3.
    link         TEXT NOT NULL,
    raised_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- Who is told was decided then.
    delivered_at TIMESTAMPTZ,
    -- It seems over since then; cleared when it stays so.
    calm_since   TIMESTAMPTZ,
    cleared_at   TIMESTAMPTZ,
    CONSTRAINT notices_pkey PRIMARY KEY (id),
    CONSTRAINT notices_kind_known
        CHECK (kind IN ('router_down', 'stock_low', 'job_dead', 'backup_failed', 'license_near')),
    CONSTRAINT notices_severity_known CHECK (severity IN ('warn', 'bad')),
    CONSTRAINT notices_event_key_not_blank CHECK (event_key <> ''),
    CONSTRAINT notices_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
-- At most one notice of an event that is not over, whoever raises it.
CREATE UNIQUE INDEX notices_event_key_open_key ON notices (event_key) WHERE cleared_at IS NULL;
CREATE INDEX notices_cleared_idx ON notices (cleared_at) WHERE cleared_at IS NOT NULL;

CREATE TABLE notice_deliveries (
    id        BIGINT GENERATED ALWAYS AS IDENTITY,
    notice_id BIGINT NOT NULL,
    user_id   BIGINT NOT NULL,
    channel   TEXT NOT NULL,
    made_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- Of channel system: handed to one of the person's desks.
    shown_at  TIMESTAMPTZ,
    -- Of channel program: read.
    read_at   TIMESTAMPTZ,
    CONSTRAINT notice_deliveries_pkey PRIMARY KEY (id),
    CONSTRAINT notice_deliveries_notice_id_user_id_channel_key UNIQUE (notice_id, user_id, channel),
    CONSTRAINT notice_deliveries_channel_known CHECK (channel IN ('program', 'system')),
    CONSTRAINT notice_deliveries_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices (id) ON DELETE CASCADE,
    CONSTRAINT notice_deliveries_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX notice_deliveries_user_idx ON notice_deliveries (user_id, notice_id DESC);

-- Only what differs from what the program does unasked.
CREATE TABLE notice_preferences (
    user_id    BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    channel    TEXT NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    CONSTRAINT notice_preferences_pkey PRIMARY KEY (user_id, kind, channel),
    CONSTRAINT notice_preferences_channel_known CHECK (channel IN ('program', 'system')),
    CONSTRAINT notice_preferences_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

-- Hours in which a desk shows nothing by itself, in the person's zone; may pass midnight.
ALTER TABLE user_preferences ADD COLUMN quiet_from TIME, ADD COLUMN quiet_until TIME,
    ADD CONSTRAINT user_preferences_quiet_whole CHECK ((quiet_from IS NULL) = (quiet_until IS NULL));

SELECT fence_by_location('notices');
CREATE POLICY notices_of_no_place ON notices
    USING (location_id IS NULL AND current_setting('app.location_ids', true) = '*')
    WITH CHECK (location_id IS NULL AND current_setting('app.location_ids', true) = '*');
SELECT grant_to_app(t) FROM unnest(ARRAY['notices', 'notice_deliveries', 'notice_preferences']) AS t;
