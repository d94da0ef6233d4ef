import { readFileSync } from 'node:fs';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const { version, devDependencies } = JSON.parse(read('package.json')) as {
  version: string;
  devDependencies: Record<string, string>;
};

const written = JSON.stringify({
  connector: read('examples/custom-network.ts'),
  crm: read('examples/custom-crm.ts'),
  versions: { ...devDependencies, kenning: version },
});

/**
 * What `kenning new` writes from; the build puts it in the place of the name. It is a text, since an object would become a
 * module that every other one imports.
 */
export const templates = { KENNING_TEMPLATES: JSON.stringify(written) };
