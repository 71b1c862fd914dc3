CREATE TABLE "former_document_keys" (
	"organization_id" bigint NOT NULL,
	"branch_id" bigint NOT NULL,
	"key" text NOT NULL,
	"document_key" text NOT NULL,
	CONSTRAINT "former_document_keys_organization_id_branch_id_key_pk" PRIMARY KEY("organization_id","branch_id","key")
);
--> statement-breakpoint
ALTER TABLE "former_document_keys" ADD CONSTRAINT "former_document_keys_organization_id_branch_id_branches_organization_id_id_fk" FOREIGN KEY ("organization_id","branch_id") REFERENCES "public"."branches"("organization_id","id") ON DELETE no action ON UPDATE no action;