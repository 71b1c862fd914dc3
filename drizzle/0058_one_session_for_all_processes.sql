ALTER TABLE "environments" ADD COLUMN "login_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "login_secret" text;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "session_token" text;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "session_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "session_claimed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "login_refused_at" timestamp with time zone;