CREATE TABLE "movement_changes" (
	"organization_id" bigint NOT NULL,
	"branch_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"written_by" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"documents" bigint NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "movement_changes_organization_id_day_branch_id_kind_written_by_pk" PRIMARY KEY("organization_id","day","branch_id","kind","written_by")
);
--> statement-breakpoint
CREATE TABLE "task_days" (
	"organization_id" bigint NOT NULL,
	"task_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"branch_id" bigint NOT NULL,
	"day" date NOT NULL,
	"integration_id" bigint NOT NULL,
	"operation" text NOT NULL,
	"generation" integer NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "task_days_organization_id_task_id_kind_branch_id_day_pk" PRIMARY KEY("organization_id","task_id","kind","branch_id","day")
);
--> statement-breakpoint
ALTER TABLE "movement_changes" ADD CONSTRAINT "movement_changes_organization_id_branch_id_branches_organization_id_id_fk" FOREIGN KEY ("organization_id","branch_id") REFERENCES "public"."branches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_days" ADD CONSTRAINT "task_days_organization_id_task_id_tasks_organization_id_id_fk" FOREIGN KEY ("organization_id","task_id") REFERENCES "public"."tasks"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "task_days_by_version" ON "task_days" USING btree ("organization_id","integration_id","operation","kind","branch_id","day","version" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "controlled_movements_by_prescription" ON "controlled_movements" USING btree ("organization_id","branch_id","prescription_key") WHERE prescription_key <> '';--> statement-breakpoint
CREATE INDEX "prescriptions_by_sale" ON "prescriptions" USING btree ("organization_id","branch_id","sale_key") WHERE sale_key <> '';