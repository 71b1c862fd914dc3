ALTER TABLE "sale_lines" ALTER COLUMN "cost_cents" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "sale_lines" ALTER COLUMN "cost_cents" DROP NOT NULL;--> statement-breakpoint
-- No import wrote a cost so far: a zero was the default and never told by anybody.
UPDATE "sale_lines" SET "cost_cents" = NULL WHERE "cost_cents" = 0;
