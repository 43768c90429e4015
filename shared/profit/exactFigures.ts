/** Sums too large to be added up without loss: a wrong figure would be shown silently otherwise. Hardly ever more than a mistyped amount. */
export class InexactFigures extends Error {
  override name = "InexactFigures";
}

/**
 * Figures as they are, once all of them, whatever object or list they lie in, are whole and below 2⁵³.
 *
 * @throws InexactFigures
 */
export function exactFigures<T>(figures: T): T {
  if (typeof figures === "number" && !Number.isSafeInteger(figures)) throw new InexactFigures("A sum is larger than can be added up exactly.");
  if (typeof figures === "object" && figures !== null) for (const one of Object.values(figures)) exactFigures(one);
  return figures;
}

/** Whether these can be added up in any order: no sum on the way may be above 2⁵³ either. @throws InexactFigures */
export function addable(amounts: readonly number[]): void {
  exactFigures(exactFigures(amounts).reduce((sum, amount) => sum + Math.abs(amount), 0));
}
