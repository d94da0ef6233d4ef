import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A time span such as `90s`, `5m`, `1h`, `7d`, in milliseconds. */
export function duration(value: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})\s?([smhdw])$/.exec(value.trim()) ?? [];
  const length = Number(number) * (units[unit] ?? 0);
  if (!(length > 0)) throw new InvalidArgumentError('It is written with a unit: 90s, 5m, 1h, 7d.');
  return length;
}
