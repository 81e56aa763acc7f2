-- The work queue and the outbox. Knows no business: no foreign key leaves this file.
-- Every instant here is written by the database's clock.

CREATE TABLE workers (
    id           BIGINT GENERATED ALWAYS AS IDENTITY,
    host         TEXT NOT NULL,
    pid          INTEGER NOT NULL,
    version      TEXT NOT NULL,
    queues       TEXT[] NOT NULL,
    state        TEXT NOT NULL DEFAULT 'active',
    -- Whether NOTIFY reaches it; behind a transaction pooler it polls instead.
    is_listening BOOLEAN NOT NULL DEFAULT false,
    started_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    seen_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- One lease per worker covers all jobs it runs: a heartbeat writes one row.
    lease_until  TIMESTAMPTZ NOT NULL,
    CONSTRAINT workers_pkey PRIMARY KEY (id),
    CONSTRAINT workers_state_known CHECK (state IN ('active', 'stopped', 'lost')),
    CONSTRAINT workers_pid_positive CHECK (pid > 0)
);
CREATE INDEX workers_active_lease_idx ON workers (lease_until) WHERE state = 'active';
COMMENT ON TABLE workers IS 'Processes that run jobs, alive or remembered for a day.';

CREATE TABLE jobs (
    id                BIGINT GENERATED ALWAYS AS IDENTITY,
    run_at            TIMESTAMPTZ NOT NULL DEFAULT now(),
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- When the latest attempt began; NULL while it only waits in a worker's hand.
    started_at        TIMESTAMPTZ,
    finished_at       TIMESTAMPTZ,
    -- The slot of the schedule this job fills (the latest one missed).
    slot_at           TIMESTAMPTZ,
    -- Without a foreign key: finished jobs outlive the rows of their workers.
    worker_id         BIGINT,
    priority          SMALLINT NOT NULL DEFAULT 0,
    attempts          SMALLINT NOT NULL DEFAULT 0,
    -- NULL: as the handler says.
    max_attempts      SMALLINT,
    -- How often it was claimed: tells one time in a worker's hand from the next.
    claims            INTEGER NOT NULL DEFAULT 0,
    -- Asked for again (same unique key) while it ran: runs once more afterwards.
    is_rerun_wanted   BOOLEAN NOT NULL DEFAULT false,
    state             TEXT NOT NULL DEFAULT 'available',
    queue             TEXT NOT NULL DEFAULT 'default',
    kind              TEXT NOT NULL,
    request           TEXT,
    serial_key        TEXT,
    unique_key        TEXT,
    last_error_code   TEXT,
    last_error        TEXT,
    -- {"done": int, "total": int, "note": text code or null}
    progress          JSONB,
    payload           JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT jobs_pkey PRIMARY KEY (id),
    CONSTRAINT jobs_state_known
        CHECK (state IN ('available', 'running', 'paused', 'completed', 'cancelled', 'discarded')),
    CONSTRAINT jobs_request_known CHECK (request IN ('cancel', 'pause')),
    CONSTRAINT jobs_worker_id_matches_state CHECK (state <> 'running' OR worker_id IS NOT NULL),
    CONSTRAINT jobs_finished_at_matches_state
        CHECK ((finished_at IS NOT NULL) = (state IN ('completed', 'cancelled', 'discarded'))),
    CONSTRAINT jobs_attempts_range CHECK (attempts >= 0),
    CONSTRAINT jobs_max_attempts_range CHECK (max_attempts BETWEEN 1 AND 1000),
    CONSTRAINT jobs_kind_not_blank CHECK (kind <> ''),
    CONSTRAINT jobs_queue_not_blank CHECK (queue <> '')
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
-- The order of claiming.
CREATE INDEX jobs_claim_idx ON jobs (priority, run_at, id) WHERE state = 'available';
-- The first waiting job of a serial key. Not by state: the planner must not think
-- that jobs_claim_idx answers this as well.
CREATE INDEX jobs_serial_order_idx ON jobs (serial_key, priority, run_at, id)
    WHERE finished_at IS NULL AND serial_key IS NOT NULL;
-- At most one running per serial key, whatever the code believes.
CREATE UNIQUE INDEX jobs_serial_key_running_key ON jobs (serial_key)
    WHERE state = 'running' AND serial_key IS NOT NULL;
CREATE UNIQUE INDEX jobs_unique_key_unfinished_key ON jobs (unique_key)
    WHERE unique_key IS NOT NULL AND state IN ('available', 'running', 'paused');
-- Rescue looks here.
CREATE INDEX jobs_running_worker_idx ON jobs (worker_id) WHERE state = 'running';
-- Retention and the screen of finished jobs.
CREATE INDEX jobs_finished_idx ON jobs (finished_at, id) WHERE finished_at IS NOT NULL;
-- The screen of dead jobs, few among many.
CREATE INDEX jobs_attention_idx ON jobs (state, id) WHERE state IN ('discarded', 'paused');
COMMENT ON TABLE jobs IS 'Work to do, being done and done. A finished job stays until retention takes it.';

CREATE TABLE job_attempts (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    job_id      BIGINT NOT NULL,
    worker_id   BIGINT,
    attempt     SMALLINT NOT NULL,
    outcome     TEXT NOT NULL,
    error_code  TEXT,
    error       TEXT,
    started_at  TIMESTAMPTZ,
    finished_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT job_attempts_pkey PRIMARY KEY (id),
    CONSTRAINT job_attempts_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
    CONSTRAINT job_attempts_outcome_known CHECK (outcome IN ('retry', 'fail', 'cancel', 'lost'))
);
CREATE INDEX job_attempts_job_idx ON job_attempts (job_id, id);
CREATE INDEX job_attempts_finished_idx ON job_attempts (finished_at);
COMMENT ON TABLE job_attempts IS 'Attempts that did not succeed; the successful one is the job''s own row.';

CREATE TABLE job_schedules (
    id           BIGINT GENERATED ALWAYS AS IDENTITY,
    name         TEXT NOT NULL,
    -- "every 300s", "daily 00:05 Asia/Jakarta", "monthly 1 00:05 Asia/Jakarta".
    spec         TEXT NOT NULL,
    queue        TEXT NOT NULL DEFAULT 'default',
    kind         TEXT NOT NULL,
    payload      JSONB NOT NULL DEFAULT '{}',
    priority     SMALLINT NOT NULL DEFAULT 0,
    max_attempts SMALLINT,
    serial_key   TEXT,
    is_enabled   BOOLEAN NOT NULL DEFAULT true,
    next_run_at  TIMESTAMPTZ NOT NULL,
    last_slot_at TIMESTAMPTZ,
    CONSTRAINT job_schedules_pkey PRIMARY KEY (id),
    CONSTRAINT job_schedules_name_key UNIQUE (name),
    CONSTRAINT job_schedules_name_not_blank CHECK (name <> ''),
    CONSTRAINT job_schedules_kind_not_blank CHECK (kind <> ''),
    CONSTRAINT job_schedules_max_attempts_range CHECK (max_attempts BETWEEN 1 AND 1000)
);
CREATE INDEX job_schedules_due_idx ON job_schedules (next_run_at) WHERE is_enabled;
COMMENT ON TABLE job_schedules IS 'What runs by the clock. A slot missed while nobody was on runs once, later.';

CREATE TABLE outbox_events (
    id   BIGINT GENERATED ALWAYS AS IDENTITY,
    -- The writing transaction: ids are given out before commit, so a reader that
    -- went by id alone would pass over a slow transaction for good.
    tx   BIGINT NOT NULL DEFAULT pg_current_xact_id()::TEXT::BIGINT,
    tags TEXT[] NOT NULL,
    at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT outbox_events_pkey PRIMARY KEY (id),
    CONSTRAINT outbox_events_tags_not_empty CHECK (cardinality(tags) > 0)
);
CREATE INDEX outbox_events_cursor_idx ON outbox_events (tx, id);
CREATE INDEX outbox_events_at_idx ON outbox_events (at);
COMMENT ON TABLE outbox_events IS 'Names of what changed, for screens that lost a NOTIFY. Holds no data.';

-- Roles are cluster-wide and made elsewhere; without the group only the owner has rights.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'simpul_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE
            ON workers, jobs, job_attempts, job_schedules, outbox_events TO simpul_app;
    END IF;
END
$$;
