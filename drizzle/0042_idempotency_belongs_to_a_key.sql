ALTER TABLE "imports" DROP CONSTRAINT "imports_organizationId_idempotencyKey_unique";--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "api_key_id" bigint;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_organizationId_apiKeyId_idempotencyKey_unique" UNIQUE("organization_id","api_key_id","idempotency_key");