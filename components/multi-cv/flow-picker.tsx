"use client";

import { useRouter } from "next/navigation";
import { Select } from "../ui/select.tsx";
import type { FlowChoice } from "@/lib/admin/multi-cv/read-flow-scope.ts";

/** Which Multi CV integration the area shows; drawn only where there is a choice. */
export function FlowPicker({
  choices,
  current,
  path,
}: {
  choices: readonly FlowChoice[];
  current: FlowChoice;
  path: string;
}) {
  const router = useRouter();
  if (choices.length < 2) return null;
  const several = new Set(choices.map(({ organizationId }) => organizationId)).size > 1;
  return (
    <span className="w-64 max-w-full">
      <Select
        aria-label="Integração"
        value={String(current.id)}
        onChange={(event) => router.push(`${path}?integracao=${event.target.value}`)}
        options={choices.map(({ id, description, organizationName }) => ({
          value: String(id),
          label: several ? `${organizationName} · ${description}` : description,
        }))}
      />
    </span>
  );
}
