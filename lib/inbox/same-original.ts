/**
 * Whether two returns undo the same document. One that does not say of which contradicts nobody.
 */
export function sameOriginal(
  written: { originalKey: string },
  arrived: { originalKey: string },
): boolean {
  return (
    written.originalKey === "" ||
    arrived.originalKey === "" ||
    written.originalKey === arrived.originalKey
  );
}
