-- A router's to-do list, written in the transaction of the business change.

CREATE TABLE provisioning_tasks (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    router_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    -- Plan or voucher, by kind.
    subject_id  BIGINT NOT NULL,
    -- The batch of a voucher, so that one batch can be held.
    batch_id    BIGINT,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    attempts    INTEGER NOT NULL DEFAULT 0,
    -- profile: a plan's profile; user: a voucher's row; kick: its session and cookie.
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'pending',
    reason      TEXT,
    CONSTRAINT provisioning_tasks_pkey PRIMARY KEY (id),
    CONSTRAINT provisioning_tasks_kind_known CHECK (kind IN ('profile', 'user', 'kick')),
    CONSTRAINT provisioning_tasks_state_known CHECK (state IN ('pending', 'held', 'failed')),
    CONSTRAINT provisioning_tasks_attempts_range CHECK (attempts >= 0),
    CONSTRAINT provisioning_tasks_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT provisioning_tasks_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT provisioning_tasks_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES voucher_batches (id)
);
-- The order of draining: profiles before the users that name them, then as made.
CREATE INDEX provisioning_tasks_drain_idx ON provisioning_tasks (router_id, (kind <> 'profile'), id) WHERE state = 'pending';
CREATE INDEX provisioning_tasks_subject_idx ON provisioning_tasks (kind, subject_id, router_id);
CREATE INDEX provisioning_tasks_batch_idx ON provisioning_tasks (batch_id) WHERE batch_id IS NOT NULL;
COMMENT ON TABLE provisioning_tasks IS
    'What is still to do on a router. A task says what to look at, not what to write: the wish is read when it is '
    'worked off, so a later change needs no second task. A task that is done is deleted; the copy says it is there.';

SELECT fence_by_location('provisioning_tasks');
SELECT grant_to_app('provisioning_tasks');
