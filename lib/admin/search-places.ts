import { z } from "zod";
import { findPlaces } from "@/db/queries/movements/places.ts";
import { defineUseCase } from "./define-use-case.ts";

/** Where the palette can go: integrations by name, types by theirs, tasks by code. */
export const searchPlaces = defineUseCase({
  name: "search-places",
  permission: "view",
  input: z.object({ text: z.string().max(100) }),
  run: async ({ tx, input }) => {
    const found = await findPlaces(tx, input.text.trim());
    return [
      ...found.tasks.map((task) => ({
        id: `task-${task.id}`,
        label: `Tarefa ${task.id}`,
        hint: task.description,
        group: "Tarefas",
        href: `/integracoes/${task.integrationId}/tarefas?busca=${task.id}`,
      })),
      ...found.integrations.map((row) => ({
        id: `integration-${row.id}`,
        label: row.description,
        hint: row.organization,
        group: "Integrações",
        href: `/integracoes/${row.id}`,
      })),
      ...found.types.map((type) => ({
        id: `type-${type.id}`,
        label: type.name,
        hint: "Ajuda do tipo",
        group: "Catálogo",
        href: `/catalogo/${type.id}`,
      })),
    ];
  },
});
