import { KenningError } from '../../../core/errors.js';

/** Loads the parser of XML when it is first needed; apps without address books need not install it. */
export async function loadXmlParser(): Promise<Pick<typeof import('fast-xml-parser'), 'XMLParser'>> {
  try {
    return await import('fast-xml-parser');
  } catch (cause) {
    throw new KenningError('unsupported', 'CardDAV needs the package fast-xml-parser: npm install fast-xml-parser@5', {
      cause,
    });
  }
}
