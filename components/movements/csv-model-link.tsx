"use client";

import { FileDown } from "lucide-react";
import { Button } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import type { CsvModel } from "@/lib/core/csv-models.ts";

/** The CSV to begin from: one, or a menu of them. */
export function CsvModelLink({ models }: { models: readonly CsvModel[] }) {
  const [only, ...more] = models;
  if (!only) return null;
  if (more.length === 0) {
    return (
      <Button asChild variant="outline">
        <a href={only.href} download>
          <FileDown aria-hidden />
          Modelo CSV
        </a>
      </Button>
    );
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline">
          <FileDown aria-hidden />
          Modelos CSV
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {models.map(({ label, href }) => (
          <DropdownMenuItem key={href} asChild>
            <a href={href} download>
              {label}
            </a>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
