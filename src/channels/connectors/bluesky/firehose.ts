import type { Feed } from './jetstream.js';
export function firehose(_address: string): Feed {
  throw new Error('later');
}
