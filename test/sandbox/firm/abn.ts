import { nextBetween, type RandomState } from "../random.ts";

const weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];

/** A well-formed Australian Business Number: the weighted digits, the first less one, divide by 89 (Australian Business Register). */
export function nextAbn(random: RandomState): string {
  for (;;) {
    const digits = Array.from({ length: 9 }, () => nextBetween(random, 0, 9));
    for (let check = 10; check < 100; check += 1) {
      const all = [Math.floor(check / 10), check % 10, ...digits];
      if (isAbn(all.join(""))) return `${all.slice(0, 2).join("")} ${all.slice(2, 5).join("")} ${all.slice(5, 8).join("")} ${all.slice(8).join("")}`;
    }
  }
}

export function isAbn(text: string): boolean {
  const digits = text.replaceAll(" ", "");
  if (!/^\d{11}$/.test(digits)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * (Number(digits[index]) - (index === 0 ? 1 : 0)), 0);
  return sum % 89 === 0;
}
