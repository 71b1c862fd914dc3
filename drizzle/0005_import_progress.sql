ALTER TABLE "import_refusals" ADD COLUMN "severity" text DEFAULT 'refusal' NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "warned" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "position" integer DEFAULT 0 NOT NULL;