DROP TABLE provisioning_tasks;
