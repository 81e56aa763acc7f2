-- One-time passwords, PINs, locked sessions, and roles that people make and put away.

-- Set = the password was drawn by somebody else, holds until then, and must be
-- replaced at the next sign-in.
ALTER TABLE users ADD COLUMN one_time_until TIMESTAMPTZ;

-- A PIN opens a locked session, never a new one.
ALTER TABLE user_sign_ins ADD COLUMN pin_hash TEXT, ADD COLUMN pin_failures INTEGER NOT NULL DEFAULT 0,
    ADD CONSTRAINT user_sign_ins_pin_hash_format CHECK (pin_hash LIKE '$argon2id$%'),
    ADD CONSTRAINT user_sign_ins_pin_failures_range CHECK (pin_failures >= 0);

ALTER TABLE sessions ADD COLUMN locked_at TIMESTAMPTZ;

ALTER TABLE roles ADD COLUMN description TEXT NOT NULL DEFAULT '', ADD COLUMN is_active BOOLEAN NOT NULL DEFAULT true,
    ADD CONSTRAINT roles_name_not_blank CHECK (btrim(name) <> ''),
    -- Nobody locks the owners out, whatever they may edit.
    ADD CONSTRAINT roles_super_admin_whole CHECK (code <> 'super_admin' OR (permissions IS NULL AND is_active));
CREATE UNIQUE INDEX roles_name_key ON roles (lower(name));

-- What was done on these days.
CREATE INDEX activity_logs_at_idx ON activity_logs (at);

INSERT INTO settings (key, value, description) VALUES
    ('idle_lock_minutes', '30', 'Minutes without input after which a session is locked; 0 = never');
