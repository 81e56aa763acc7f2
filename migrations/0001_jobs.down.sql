DROP TABLE outbox_events;
DROP TABLE job_schedules;
DROP TABLE job_attempts;
DROP TABLE jobs;
DROP TABLE workers;
