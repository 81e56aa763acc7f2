-- What every later table leans on: who is acting, which places they see, the
-- audit trail, the log of acts, and partitions that make themselves.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- On a used pooled connection a setting that was never made is '' and not NULL.
CREATE FUNCTION app_user_id() RETURNS BIGINT
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('app.user_id', true), '')::BIGINT $$;

CREATE TABLE locations (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    name       TEXT NOT NULL,
    address    TEXT NOT NULL DEFAULT '',
    phone      TEXT,
    time_zone  TEXT NOT NULL DEFAULT 'Asia/Jakarta',
    is_active  BOOLEAN NOT NULL DEFAULT true,
    version    INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT locations_pkey PRIMARY KEY (id),
    CONSTRAINT locations_name_key UNIQUE (name),
    CONSTRAINT locations_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT locations_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{7,14}$')
);
COMMENT ON TABLE locations IS 'Places of business. Rows of a place carry its id and are fenced by it.';

-- The places the caller sees: '*' = all, else ids separated by commas. Called
-- once per statement as (SELECT app_location_ids()): inline current_setting is
-- evaluated per row and four times slower.
CREATE FUNCTION app_location_ids() RETURNS BIGINT[]
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, public
    AS $$
    SELECT CASE current_setting('app.location_ids', true)
        WHEN '*' THEN (SELECT coalesce(array_agg(id), '{}') FROM public.locations)
        ELSE coalesce(string_to_array(NULLIF(current_setting('app.location_ids', true), ''), ',')::BIGINT[], '{}')
    END
    $$;

-- Fences a table by place. FORCE subjects the owner too, who then needs a policy
-- of its own: migrations, partitions and the search functions run as the owner.
CREATE FUNCTION fence_by_location(table_name TEXT) RETURNS VOID
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
        'CREATE POLICY %I ON %I USING (location_id = ANY ((SELECT app_location_ids())::BIGINT[]))
         WITH CHECK (location_id = ANY ((SELECT app_location_ids())::BIGINT[]))',
        table_name || '_by_location', table_name);
    EXECUTE format('CREATE POLICY %I ON %I TO CURRENT_USER USING (true) WITH CHECK (true)',
        table_name || '_by_owner', table_name);
END
$$;

-- Rights for the application's group, which exists only where roles were made.
CREATE FUNCTION grant_to_app(table_name TEXT, rights TEXT DEFAULT 'SELECT, INSERT, UPDATE, DELETE') RETURNS VOID
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'simpul_app') THEN
        EXECUTE format('GRANT %s ON %I TO simpul_app', rights, table_name);
    END IF;
END
$$;

CREATE FUNCTION touch_row() RETURNS TRIGGER
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.updated_at := now();
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
$$;

-- ---------------------------------------------------------------- partitions

-- Makes the partitions of a table from this period on. Steps: month, quarter.
CREATE FUNCTION partitions_ensure(parent TEXT, step TEXT, ahead INTEGER DEFAULT 3) RETURNS INTEGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    starts TIMESTAMPTZ := date_trunc(step, now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    span   INTERVAL := CASE step WHEN 'quarter' THEN INTERVAL '3 months' ELSE INTERVAL '1 month' END;
    child  TEXT;
    made   INTEGER := 0;
BEGIN
    IF step NOT IN ('month', 'quarter') THEN
        RAISE EXCEPTION 'unknown partition step %', step;
    END IF;
    FOR i IN 0..ahead LOOP
        child := parent || '_' || to_char(starts AT TIME ZONE 'UTC', 'YYYYMM');
        IF to_regclass('public.' || child) IS NULL THEN
            EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                child, parent, starts, starts + span);
            made := made + 1;
        END IF;
        starts := (starts AT TIME ZONE 'UTC' + span) AT TIME ZONE 'UTC';
    END LOOP;
    RETURN made;
END
$$;

-- ---------------------------------------------------------------- audit trail

CREATE TABLE audit_logs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    table_name  TEXT NOT NULL,
    row_id      BIGINT NOT NULL,
    location_id BIGINT,
    act         TEXT NOT NULL,
    user_id     BIGINT,
    source      TEXT,
    request_id  TEXT,
    -- Only the columns that differ; secrets appear as "changed".
    old_values  JSONB NOT NULL,
    new_values  JSONB,
    CONSTRAINT audit_logs_pkey PRIMARY KEY (id, at),
    CONSTRAINT audit_logs_act_known CHECK (act IN ('update', 'delete'))
) PARTITION BY RANGE (at);
CREATE INDEX audit_logs_row_idx ON audit_logs (table_name, row_id, at DESC);
CREATE INDEX audit_logs_user_idx ON audit_logs (user_id, at DESC);
COMMENT ON TABLE audit_logs IS 'Old and new values of every change, written by triggers. Append-only.';

-- Columns whose values must never be kept twice.
CREATE FUNCTION audit_is_secret(column_name TEXT) RETURNS BOOLEAN
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT column_name ~ '(_sealed|_hash|_token|_secret)$' $$;

-- The parent's name is an argument, because TG_TABLE_NAME names the partition.
CREATE FUNCTION audit_row() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    before JSONB := to_jsonb(OLD);
    after  JSONB := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(NEW) END;
    was    JSONB;
    became JSONB;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(key, CASE WHEN audit_is_secret(key) THEN '"changed"'::JSONB ELSE before -> key END),
               jsonb_object_agg(key, CASE WHEN audit_is_secret(key) THEN '"changed"'::JSONB ELSE value END)
          INTO was, became
          FROM jsonb_each(after)
         WHERE value IS DISTINCT FROM before -> key AND key NOT IN ('updated_at', 'version');
        IF was IS NULL THEN
            RETURN NULL;
        END IF;
    ELSE
        SELECT jsonb_object_agg(key, CASE WHEN audit_is_secret(key) THEN '"changed"'::JSONB ELSE value END)
          INTO was FROM jsonb_each(before);
    END IF;
    INSERT INTO public.audit_logs (table_name, row_id, location_id, act, user_id, source, request_id, old_values, new_values)
    VALUES (TG_ARGV[0], (before ->> 'id')::BIGINT, (before ->> 'location_id')::BIGINT, lower(TG_OP), app_user_id(),
            NULLIF(current_setting('app.source', true), ''), NULLIF(current_setting('app.request_id', true), ''), was, became);
    RETURN NULL;
END
$$;

-- Keeps `updated_at`, `version` and the audit trail of a table.
CREATE FUNCTION keep_history(table_name TEXT) RETURNS VOID
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_row()',
        table_name || '_touch', table_name);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION audit_row(%L)',
        table_name || '_audit', table_name, table_name);
END
$$;

-- ---------------------------------------------------------------- acts and program log

CREATE TABLE activity_logs (
    id           BIGINT GENERATED ALWAYS AS IDENTITY,
    at           TIMESTAMPTZ NOT NULL DEFAULT now(),
    user_id      BIGINT,
    -- The operation's name.
    action       TEXT NOT NULL,
    subject_kind TEXT,
    subject_id   BIGINT,
    location_id  BIGINT,
    source       TEXT NOT NULL,
    request_id   TEXT,
    -- Facts for the sentence; never secrets.
    details      JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT activity_logs_pkey PRIMARY KEY (id),
    CONSTRAINT activity_logs_action_format CHECK (action ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT activity_logs_source_known CHECK (source IN ('window', 'lan', 'cli', 'job'))
);
CREATE INDEX activity_logs_subject_idx ON activity_logs (subject_kind, subject_id, id DESC);
CREATE INDEX activity_logs_user_idx ON activity_logs (user_id, id DESC);
COMMENT ON TABLE activity_logs IS 'What people and the program did, one row per deed. Append-only.';

CREATE TABLE system_logs (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    at         TIMESTAMPTZ NOT NULL DEFAULT now(),
    level      TEXT NOT NULL,
    module     TEXT NOT NULL,
    message    TEXT NOT NULL,
    details    JSONB NOT NULL DEFAULT '{}',
    user_id    BIGINT,
    ip_address INET,
    CONSTRAINT system_logs_pkey PRIMARY KEY (id),
    CONSTRAINT system_logs_level_known CHECK (level IN ('debug', 'info', 'warn', 'error', 'critical'))
);
CREATE INDEX system_logs_level_idx ON system_logs (level, id DESC);
COMMENT ON TABLE system_logs IS 'What the program itself met with; retained for a while, never audited.';

-- Nobody rewrites history, whatever rights they have been given by hand.
CREATE FUNCTION refuse_change() RETURNS TRIGGER
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER activity_logs_append_only BEFORE UPDATE OR DELETE ON activity_logs
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_logs_append_only BEFORE UPDATE OR DELETE ON audit_logs
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

SELECT keep_history('locations');
SELECT partitions_ensure('audit_logs', 'quarter');
SELECT grant_to_app('locations', 'SELECT, INSERT, UPDATE');
SELECT grant_to_app('audit_logs', 'SELECT');
SELECT grant_to_app('activity_logs', 'SELECT, INSERT');
SELECT grant_to_app('system_logs', 'SELECT, INSERT, DELETE');
