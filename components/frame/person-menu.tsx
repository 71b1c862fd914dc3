"use client";

import { CircleUser, Keyboard, LogOut } from "lucide-react";
import Link from "next/link";
import { startTransition } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";

/** The signed-in person, as far as the frame shows it. */
export interface FramePerson {
  name: string;
  email: string;
  profileName: string;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return (
    (words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")
  ).toUpperCase();
}

/** Who is signed in, the shortcuts list, and the way out. */
export function PersonMenu({
  person,
  signOut,
  onShortcuts,
}: {
  person: FramePerson;
  signOut: () => Promise<void>;
  onShortcuts: () => void;
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <button
          type="button"
          className="relative grid size-8 shrink-0 place-items-center rounded-full bg-primary-soft text-xs font-semibold text-primary after:absolute after:-inset-1.5 hover:ring-2 hover:ring-primary/30"
        >
          <span aria-hidden>{initials(person.name)}</span>
          <span className="sr-only">Conta de {person.name}</span>
        </button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-64">
        <div className="px-2 py-1.5 text-sm">
          <p className="font-medium wrap-anywhere">{person.name}</p>
          <p className="text-xs wrap-anywhere text-muted-foreground">{person.email}</p>
          <p className="mt-1 text-xs text-muted-foreground">{person.profileName}</p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/conta">
            <CircleUser aria-hidden /> Minha conta
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={onShortcuts}>
          <Keyboard aria-hidden /> Atalhos do teclado
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => startTransition(signOut)}>
          <LogOut aria-hidden /> Sair
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
