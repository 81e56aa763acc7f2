-- What came with a role, so that permissions of later versions reach databases that
-- exist, and one that a person took away stays away.
ALTER TABLE roles ADD COLUMN permissions_given TEXT[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN roles.permissions_given IS 'Permissions the program gave this role at any time; never asked for rights.';

-- What every version up to this one gave.
UPDATE roles SET permissions_given = g.permissions
  FROM (VALUES
    ('admin', ARRAY['dashboard.view', 'settings.view', 'settings.edit', 'user.view', 'user.edit', 'audit.view', 'router.view',
        'router.edit', 'router.sync', 'plan.view', 'plan.edit', 'voucher.view', 'voucher.create', 'voucher.void',
        'voucher.print', 'job.view', 'job.manage']),
    ('operator', ARRAY['dashboard.view', 'router.view', 'plan.view', 'voucher.view', 'voucher.create', 'voucher.print',
        'job.view']),
    ('sales', ARRAY['dashboard.view', 'plan.view', 'voucher.view', 'voucher.print']),
    ('finance', ARRAY['dashboard.view', 'plan.view', 'voucher.view', 'audit.view']),
    ('warehouse', ARRAY['dashboard.view']),
    ('noc', ARRAY['dashboard.view', 'router.view', 'router.edit', 'router.sync', 'plan.view', 'voucher.view', 'job.view',
        'job.manage']),
    ('technician', ARRAY['router.view']),
    ('hr', ARRAY['user.view'])) AS g (code, permissions)
 WHERE roles.code = g.code AND roles.is_system;

-- SHA-256 of the draft a batch was made from: the same key with another draft is
-- refused. NULL = made before this was kept.
ALTER TABLE voucher_batches ADD COLUMN draft_hash BYTEA,
    ADD CONSTRAINT voucher_batches_draft_hash_length CHECK (octet_length(draft_hash) = 32);
