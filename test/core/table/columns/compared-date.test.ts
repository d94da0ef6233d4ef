import { describe, expect, it } from 'vitest';
import { comparedDate } from '../../../../src/core/table/columns/compared-date.js';

describe('a date of birth that is compared', () => {
  it.each([
    ['3/1/70', 'unknown', '1970-03-01'],
    ['3/1/70', 'day-first', '1970-01-03'],
    ['24.12.29', 'day-first', '2029-12-24'],
    ['24.12.30', 'day-first', '1930-12-24'],
    ['3/1/1970', 'unknown', '1970-03-01'],
    ['1970-03-01', 'unknown', '1970-03-01'],
    ['24-May-11', 'unknown', '2011-05-24'],
    ['Mar 1 1970', 'unknown', '1970-03-01'],
    ['March 1, 1970', 'day-first', '1970-03-01'],
    ['1. März 1970', 'unknown', '1970-03-01'],
    ['1 de março de 1970', 'unknown', '1970-03-01'],
    ['3 juillet 1970', 'unknown', '1970-07-03'],
  ] as const)('%s, %s, is %s', (value, order, date) => {
    expect(comparedDate(value, order)).toBe(date);
  });

  it.each(['', '1/2', '3/1-70', '3 jui 1970', '3 Smith 1970', 'Mar 1', '1970', '3/1/970'])('%s is none', (value) => {
    expect(comparedDate(value, 'unknown')).toBeUndefined();
  });
});
