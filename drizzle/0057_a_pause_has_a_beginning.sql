ALTER TABLE "integrations" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "refused_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "late_days" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "late_looked_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "integrations_sending_late" ON "integrations" USING btree ("id") WHERE late_days > 0;