ALTER TABLE user_preferences DROP CONSTRAINT user_preferences_quiet_whole, DROP COLUMN quiet_until, DROP COLUMN quiet_from;
DROP TABLE notice_preferences;
DROP TABLE notice_deliveries;
DROP TABLE notices;
