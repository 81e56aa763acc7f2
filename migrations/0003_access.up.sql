-- People, what they may do and where, their sessions, and the data key's wraps.

CREATE TABLE roles (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    code        TEXT NOT NULL,
    name        TEXT NOT NULL,
    -- Came with the program: its permissions may change, it may not go.
    is_system   BOOLEAN NOT NULL DEFAULT false,
    -- NULL = everything, now and in later versions (super_admin).
    permissions TEXT[],
    version     INTEGER NOT NULL DEFAULT 1,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT roles_pkey PRIMARY KEY (id),
    CONSTRAINT roles_code_key UNIQUE (code),
    CONSTRAINT roles_code_format CHECK (code ~ '^[a-z][a-z0-9_]{1,31}$')
);

CREATE TABLE users (
    id                BIGINT GENERATED ALWAYS AS IDENTITY,
    name              TEXT NOT NULL,
    username          TEXT NOT NULL,
    email             TEXT,
    email_verified_at TIMESTAMPTZ,
    phone             TEXT,
    password_hash     TEXT NOT NULL,
    role_id           BIGINT NOT NULL,
    has_all_locations BOOLEAN NOT NULL DEFAULT false,
    is_active         BOOLEAN NOT NULL DEFAULT true,
    version           INTEGER NOT NULL DEFAULT 1,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles (id),
    CONSTRAINT users_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT users_username_format CHECK (username ~ '^[a-z0-9][a-z0-9._-]{2,31}$'),
    CONSTRAINT users_email_format CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$'),
    CONSTRAINT users_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{7,14}$'),
    -- Argon2id in PHC form; strength is judged when the password is typed.
    CONSTRAINT users_password_hash_format CHECK (password_hash LIKE '$argon2id$%')
);
CREATE UNIQUE INDEX users_username_key ON users (username);
CREATE INDEX users_name_idx ON users (lower(name), id);
CREATE INDEX users_role_idx ON users (role_id);

CREATE TABLE user_profiles (
    user_id    BIGINT NOT NULL,
    address    TEXT,
    birth_date DATE,
    gender     TEXT,
    photo      BYTEA,
    bio        TEXT,
    CONSTRAINT user_profiles_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_profiles_gender_known CHECK (gender IN ('female', 'male'))
);

-- What machines write often about a person; not audited.
CREATE TABLE user_sign_ins (
    user_id         BIGINT NOT NULL,
    last_sign_in_at TIMESTAMPTZ,
    failures        INTEGER NOT NULL DEFAULT 0,
    locked_until    TIMESTAMPTZ,
    CONSTRAINT user_sign_ins_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_sign_ins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_sign_ins_failures_range CHECK (failures >= 0)
);

CREATE TABLE user_permissions (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    user_id    BIGINT NOT NULL,
    permission TEXT NOT NULL,
    granted_by BIGINT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT user_permissions_pkey PRIMARY KEY (id),
    CONSTRAINT user_permissions_user_id_permission_key UNIQUE (user_id, permission),
    CONSTRAINT user_permissions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_permissions_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES users (id),
    CONSTRAINT user_permissions_permission_format CHECK (permission ~ '^[a-z_]+\.[a-z_]+$')
);

CREATE TABLE location_users (
    user_id     BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    CONSTRAINT location_users_pkey PRIMARY KEY (user_id, location_id),
    CONSTRAINT location_users_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT location_users_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX location_users_location_idx ON location_users (location_id);

CREATE TABLE user_preferences (
    user_id      BIGINT NOT NULL,
    locale       TEXT NOT NULL DEFAULT 'id',
    color_scheme TEXT NOT NULL DEFAULT 'auto',
    -- Free choices of screens: {"<screen>": {...}}.
    screens      JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT user_preferences_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_preferences_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_preferences_locale_known CHECK (locale IN ('id', 'en')),
    CONSTRAINT user_preferences_color_scheme_known CHECK (color_scheme IN ('auto', 'light', 'dark'))
);

CREATE TABLE sessions (
    id           BIGINT GENERATED ALWAYS AS IDENTITY,
    user_id      BIGINT NOT NULL,
    -- SHA-256 of the token; the token itself is nowhere.
    token_hash   BYTEA NOT NULL,
    source       TEXT NOT NULL,
    device_name  TEXT,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    seen_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at   TIMESTAMPTZ NOT NULL,
    ended_at     TIMESTAMPTZ,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash),
    CONSTRAINT sessions_token_hash_length CHECK (octet_length(token_hash) = 32),
    CONSTRAINT sessions_source_known CHECK (source IN ('window', 'lan', 'cli')),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX sessions_user_idx ON sessions (user_id, id DESC) WHERE ended_at IS NULL;
CREATE INDEX sessions_expires_idx ON sessions (expires_at);

CREATE TABLE api_keys (
    id           BIGINT GENERATED ALWAYS AS IDENTITY,
    user_id      BIGINT NOT NULL,
    name         TEXT NOT NULL,
    key_hash     BYTEA NOT NULL,
    permissions  TEXT[] NOT NULL DEFAULT '{}',
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at   TIMESTAMPTZ,
    last_used_at TIMESTAMPTZ,
    revoked_at   TIMESTAMPTZ,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash),
    CONSTRAINT api_keys_key_hash_length CHECK (octet_length(key_hash) = 32),
    CONSTRAINT api_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX api_keys_user_idx ON api_keys (user_id);

CREATE TABLE installations (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    -- Eight hex signs; in the comment of every row we make on a router.
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    platform   TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    seen_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT installations_pkey PRIMARY KEY (id),
    CONSTRAINT installations_code_key UNIQUE (code),
    CONSTRAINT installations_code_format CHECK (code ~ '^[0-9a-f]{8}$')
);

-- The data key, never bare: once per installation under its own wrapping key,
-- once under the recovery code (Argon2id).
CREATE TABLE key_wraps (
    id              BIGINT GENERATED ALWAYS AS IDENTITY,
    key_id          UUID NOT NULL,
    kind            TEXT NOT NULL,
    installation_id BIGINT,
    wrapped_sealed  BYTEA NOT NULL,
    salt            BYTEA,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    revoked_at      TIMESTAMPTZ,
    CONSTRAINT key_wraps_pkey PRIMARY KEY (id),
    CONSTRAINT key_wraps_kind_known CHECK (kind IN ('installation', 'recovery')),
    CONSTRAINT key_wraps_installation_id_matches_kind CHECK ((kind = 'installation') = (installation_id IS NOT NULL)),
    CONSTRAINT key_wraps_salt_matches_kind CHECK ((kind = 'recovery') = (salt IS NOT NULL)),
    CONSTRAINT key_wraps_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations (id)
);
CREATE UNIQUE INDEX key_wraps_installation_key ON key_wraps (key_id, installation_id)
    WHERE kind = 'installation' AND revoked_at IS NULL;
CREATE UNIQUE INDEX key_wraps_recovery_key ON key_wraps (key_id) WHERE kind = 'recovery' AND revoked_at IS NULL;
COMMENT ON TABLE key_wraps IS 'A copied database file gives nothing away: no row here opens without a key kept elsewhere.';

SELECT keep_history('roles');
SELECT keep_history('users');
CREATE TRIGGER user_permissions_audit AFTER UPDATE OR DELETE ON user_permissions
    FOR EACH ROW EXECUTE FUNCTION audit_row('user_permissions');

SELECT grant_to_app(t) FROM unnest(ARRAY['roles', 'user_profiles', 'user_sign_ins', 'user_permissions',
    'location_users', 'user_preferences', 'sessions']) AS t;
-- A person is deactivated, never deleted: history points at them.
SELECT grant_to_app(t, 'SELECT, INSERT, UPDATE') FROM unnest(ARRAY['users', 'api_keys', 'installations', 'key_wraps']) AS t;
