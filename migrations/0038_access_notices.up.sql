-- A notice to one person alone: that their own way in was changed.
ALTER TABLE notices
    ADD COLUMN user_id BIGINT,
    ADD CONSTRAINT notices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    DROP CONSTRAINT notices_kind_known,
    ADD CONSTRAINT notices_kind_known
        CHECK (kind IN ('router_down', 'stock_low', 'job_dead', 'backup_failed', 'license_near', 'shift_open', 'access_changed')),
    ADD CONSTRAINT notices_user_id_of_access CHECK ((user_id IS NOT NULL) = (kind = 'access_changed'));
CREATE INDEX notices_user_idx ON notices (user_id) WHERE user_id IS NOT NULL;

-- Whoever changes somebody's way in writes it, and sees it for as long as the transaction lasts that brings it to
-- that person; after that it is theirs alone.
CREATE POLICY notices_to_one_person ON notices
    USING (user_id = app_user_id() OR (user_id IS NOT NULL AND raised_at = transaction_timestamp()))
    WITH CHECK (user_id IS NOT NULL);
