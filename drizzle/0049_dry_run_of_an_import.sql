ALTER TABLE "import_refusals" ADD COLUMN "lines" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "dry_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "sums" jsonb;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "head" text DEFAULT '' NOT NULL;