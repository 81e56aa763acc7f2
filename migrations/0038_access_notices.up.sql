-- A notice to one person alone: that their own way in was changed.
ALTER TABLE notices
    ADD COLUMN user_id BIGINT,
    ADD CONSTRAINT notices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    DROP CONSTRAINT notices_kind_known,
    ADD CONSTRAINT notices_kind_known
        CHECK (kind IN ('router_down', 'stock_low', 'job_dead', 'backup_failed', 'license_near', 'shift_open', 'access_changed')),
    ADD CONSTRAINT notices_user_id_of_access CHECK ((user_id IS NOT NULL) = (kind = 'access_changed'));
CREATE INDEX notices_user_idx ON notices (user_id) WHERE user_id IS NOT NULL;

-- It is written by whoever changes it, who may see less than the person it is to; only deliveries bring it to anybody.
CREATE POLICY notices_to_one_person ON notices USING (user_id IS NOT NULL) WITH CHECK (user_id IS NOT NULL);
