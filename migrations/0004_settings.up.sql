-- Settings, saved views, printers, and the counters of numbered documents.

CREATE TABLE settings (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    key         TEXT NOT NULL,
    -- NULL = everywhere; a place may have its own value.
    location_id BIGINT,
    value       JSONB NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    version     INTEGER NOT NULL DEFAULT 1,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT settings_pkey PRIMARY KEY (id),
    CONSTRAINT settings_key_location_id_key UNIQUE NULLS NOT DISTINCT (key, location_id),
    CONSTRAINT settings_key_format CHECK (key ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT settings_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

CREATE TABLE saved_views (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    user_id    BIGINT NOT NULL,
    screen     TEXT NOT NULL,
    name       TEXT NOT NULL,
    -- {"filter": {...}, "sort": "...", "columns": [...]}
    definition JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT saved_views_pkey PRIMARY KEY (id),
    CONSTRAINT saved_views_user_id_screen_name_key UNIQUE (user_id, screen, name),
    CONSTRAINT saved_views_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE printers (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id BIGINT NOT NULL,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    -- Queue name, host:port or device path.
    target      TEXT NOT NULL,
    offset_x_mm NUMERIC(5,2) NOT NULL DEFAULT 0,
    offset_y_mm NUMERIC(5,2) NOT NULL DEFAULT 0,
    is_active   BOOLEAN NOT NULL DEFAULT true,
    version     INTEGER NOT NULL DEFAULT 1,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT printers_pkey PRIMARY KEY (id),
    CONSTRAINT printers_location_id_name_key UNIQUE (location_id, name),
    CONSTRAINT printers_kind_known CHECK (kind IN ('queue', 'escpos_58', 'escpos_80')),
    CONSTRAINT printers_offset_x_mm_range CHECK (offset_x_mm BETWEEN -20 AND 20),
    CONSTRAINT printers_offset_y_mm_range CHECK (offset_y_mm BETWEEN -20 AND 20),
    CONSTRAINT printers_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

-- One row per series and period; its row lock makes numbers gap-free, because
-- a number is allotted inside the transaction that inserts what carries it.
CREATE TABLE document_sequences (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    -- '2611' for November 2026; '' for a series that never starts again.
    period      TEXT NOT NULL,
    last_value  BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT document_sequences_pkey PRIMARY KEY (id),
    CONSTRAINT document_sequences_location_id_kind_period_key UNIQUE (location_id, kind, period),
    CONSTRAINT document_sequences_last_value_range CHECK (last_value >= 0),
    CONSTRAINT document_sequences_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

SELECT keep_history('settings');
SELECT keep_history('printers');
SELECT fence_by_location('printers');
SELECT fence_by_location('document_sequences');
SELECT grant_to_app(t) FROM unnest(ARRAY['settings', 'saved_views', 'printers']) AS t;
SELECT grant_to_app('document_sequences', 'SELECT, INSERT, UPDATE');
