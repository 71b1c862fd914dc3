CREATE TABLE "job_turns" (
	"group_id" text PRIMARY KEY NOT NULL,
	"job_id" uuid NOT NULL
);
