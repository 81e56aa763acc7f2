DROP TABLE plan_routers;
DROP TABLE service_plans;
DROP TABLE bandwidth_profiles;
