-- Lists that people take along as files: what was asked, and the file in parts.

CREATE TABLE exports (
    id           BIGINT GENERATED ALWAYS AS IDENTITY,
    user_id      BIGINT NOT NULL,
    -- The operation whose rows it holds.
    list         TEXT NOT NULL,
    format       TEXT NOT NULL,
    -- Filters and order as the screen asked them, columns, rows chosen by hand.
    request      JSONB NOT NULL,
    file_name    TEXT NOT NULL,
    job_id       BIGINT,
    -- The places whose rows may be in it; NULL = all.
    location_ids BIGINT[],
    -- Of several attempts only the latest may write.
    attempt      INTEGER NOT NULL DEFAULT 0,
    row_count    BIGINT,
    byte_count   BIGINT,
    part_count   INTEGER,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- Whole since then; before, nobody gets a part of it.
    ready_at     TIMESTAMPTZ,
    opened_at    TIMESTAMPTZ,
    CONSTRAINT exports_pkey PRIMARY KEY (id),
    CONSTRAINT exports_list_format CHECK (list ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT exports_format_known CHECK (format IN ('csv', 'xlsx')),
    CONSTRAINT exports_ready_whole CHECK ((ready_at IS NULL) = (row_count IS NULL)
        AND (ready_at IS NULL) = (byte_count IS NULL) AND (ready_at IS NULL) = (part_count IS NULL)),
    CONSTRAINT exports_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX exports_user_idx ON exports (user_id, id DESC);
CREATE INDEX exports_created_idx ON exports (created_at);
COMMENT ON TABLE exports IS 'Files of lists. A person''s own; kept for a few days.';

CREATE TABLE export_parts (
    export_id BIGINT NOT NULL,
    number    INTEGER NOT NULL,
    content   BYTEA NOT NULL,
    CONSTRAINT export_parts_pkey PRIMARY KEY (export_id, number),
    CONSTRAINT export_parts_number_range CHECK (number >= 0),
    CONSTRAINT export_parts_export_id_fkey FOREIGN KEY (export_id) REFERENCES exports (id) ON DELETE CASCADE
);

-- A file is its person's alone, whatever places others see; the program itself
-- trims them. The fence is written by hand, for it is not one of places.
ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
ALTER TABLE exports FORCE ROW LEVEL SECURITY;
CREATE POLICY exports_by_person ON exports
    USING (user_id = (SELECT app_user_id())) WITH CHECK (user_id = (SELECT app_user_id()));
CREATE POLICY exports_by_program ON exports
    USING ((SELECT app_user_id()) IS NULL AND current_setting('app.location_ids', true) = '*')
    WITH CHECK ((SELECT app_user_id()) IS NULL AND current_setting('app.location_ids', true) = '*');
CREATE POLICY exports_by_owner ON exports TO CURRENT_USER USING (true) WITH CHECK (true);

ALTER TABLE export_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE export_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY export_parts_by_export ON export_parts
    USING (export_id IN (SELECT id FROM exports)) WITH CHECK (export_id IN (SELECT id FROM exports));
CREATE POLICY export_parts_by_owner ON export_parts TO CURRENT_USER USING (true) WITH CHECK (true);

SELECT grant_to_app('exports');
SELECT grant_to_app('export_parts', 'SELECT, INSERT, DELETE');

-- Views of lists that were kept on one computer move to their people, and may be
-- shared with everybody who opens the list.
ALTER TABLE saved_views
    ADD COLUMN is_shared BOOLEAN NOT NULL DEFAULT false,
    ADD CONSTRAINT saved_views_screen_format CHECK (screen ~ '^[a-z][a-z0-9_]*$'),
    ADD CONSTRAINT saved_views_name_length CHECK (char_length(btrim(name)) BETWEEN 1 AND 40),
    ADD CONSTRAINT saved_views_definition_object CHECK (jsonb_typeof(definition) = 'object');
CREATE INDEX saved_views_shared_idx ON saved_views (screen) WHERE is_shared;
