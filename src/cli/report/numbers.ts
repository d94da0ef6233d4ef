export const count = (value: number): string => value.toLocaleString('en');
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const bits = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(1)}`;
