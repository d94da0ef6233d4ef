import { KenningError } from '../../../core/errors.js';

/**
 * What is wrong with a query, where, and what to write instead.
 *
 * @param column from 1, in UTF-16 units
 */
export function queryFailure(column: number, problem: string, mend: string): KenningError {
  return new KenningError('invalid', `The query is wrong at column ${column}: ${problem} ${mend}`);
}

const longestExcerpt = 40;

/** The beginning of what is too long for a message. */
export function shortened(text: string): string {
  const characters = [...text.slice(0, 2 * longestExcerpt)];
  return characters.length > longestExcerpt ? `${characters.slice(0, longestExcerpt).join('')}…` : text;
}

/** A part of a query for a message. */
export const excerpt = (text: string): string => `"${shortened(text)}"`;
