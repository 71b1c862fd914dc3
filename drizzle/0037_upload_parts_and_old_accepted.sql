ALTER TABLE "imports" ADD COLUMN "parts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "expected_bytes" bigint;--> statement-breakpoint
CREATE INDEX "accepted_records_accepted_at_index" ON "accepted_records" USING brin ("accepted_at");