import { type Child, element, type Markup } from './markup.js';

/** A part of a page. */
export interface Section {
  id: string;
  name: string;
  content: Child;
}

export const says = (text: string): Markup => element('p', {}, text);
