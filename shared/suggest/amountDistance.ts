/** Distance of two amounts as |log ratio|: 0 for equal ones, about 0.1 for 10 % apart. Different signs are far apart. */
export function amountDistance(left: number, right: number): number {
  if (left === right) return 0;
  if (left * right <= 0) return 10;
  return Math.abs(Math.log(left / right));
}
