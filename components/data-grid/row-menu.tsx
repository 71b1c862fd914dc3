"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import type { RowAction } from "./grid-column.ts";

/** The three dots of a row. */
export function RowMenu({ label, actions }: { label: string; actions: readonly RowAction[] }) {
  if (actions.length === 0) return null;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <button
          type="button"
          aria-label={`Ações de ${label}`}
          className="grid size-7 place-items-center rounded-md text-muted-foreground hover:bg-foreground/8 hover:text-foreground aria-expanded:bg-foreground/8 aria-expanded:text-foreground pointer-coarse:size-11"
        >
          <Ellipsis aria-hidden className="size-4" />
        </button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {actions.map((action) => {
          const inside = (
            <>
              {action.icon}
              <span className="min-w-0">
                {action.label}
                {action.hint && (
                  <span className="block max-w-60 text-xs text-muted-foreground">
                    {action.hint}
                  </span>
                )}
              </span>
            </>
          );
          return (
            <DropdownMenuItem
              key={action.label}
              disabled={action.disabled}
              destructive={action.destructive}
              onSelect={action.onSelect}
              asChild={Boolean(action.href && !action.disabled)}
            >
              {action.href && !action.disabled ? (
                action.download ? (
                  <a href={action.href} download>
                    {inside}
                  </a>
                ) : (
                  <Link href={action.href} prefetch={false}>
                    {inside}
                  </Link>
                )
              ) : (
                inside
              )}
            </DropdownMenuItem>
          );
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
