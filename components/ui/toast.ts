/** How a notice looks; the words are the same for eye and ear. */
export type ToastTone = "success" | "info" | "warning" | "error";

/** One short notice. */
export interface Toast {
  id: number;
  tone: ToastTone;
  title: string;
  description?: string;
  action?: { label: string; onClick: () => void };
}

/** What may be said beside the title. */
export type ToastOptions = Pick<Toast, "description" | "action">;

const MOST = 4;
let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function write(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function show(tone: ToastTone, title: string, options: ToastOptions = {}): number {
  lastId += 1;
  write([...toasts, { id: lastId, tone, title, ...options }].slice(-MOST));
  return lastId;
}

/** Shows a notice at the top right of the page. Whatever matters must also stand on the page itself. */
export const toast = {
  success: (title: string, options?: ToastOptions) => show("success", title, options),
  info: (title: string, options?: ToastOptions) => show("info", title, options),
  warning: (title: string, options?: ToastOptions) => show("warning", title, options),
  error: (title: string, options?: ToastOptions) => show("error", title, options),
  dismiss: (id: number) => write(toasts.filter((one) => one.id !== id)),
};

/** For the Toaster: the notices on screen, and being told when they change. */
export function readToasts(): readonly Toast[] {
  return toasts;
}

/** Calls back at every change; returns how to stop. */
export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
