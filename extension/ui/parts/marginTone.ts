/** Red below nothing, amber below a fifth. A hint beside the figure, never instead of it. */
export function marginTone(marginE2: number): "alarm" | "attention" | "good" {
  return marginE2 < 0 ? "alarm" : marginE2 < 2000 ? "attention" : "good";
}
