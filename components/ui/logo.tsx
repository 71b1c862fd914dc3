import type { ComponentProps } from "react";

/** The mark: two strokes that hold each other. Decoration; the name is written beside it. */
export function LogoMark(props: ComponentProps<"svg">) {
  return (
    <svg
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth={4}
      strokeLinecap="round"
      aria-hidden
      {...props}
    >
      <path d="M18.5 7.5a6.5 6.5 0 0 1 6 10.9l-3.6 3.8a6.5 6.5 0 0 1-9.2.2" />
      <path d="M13.5 24.5a6.5 6.5 0 0 1-6-10.9l3.6-3.8a6.5 6.5 0 0 1 9.2-.2" />
    </svg>
  );
}
