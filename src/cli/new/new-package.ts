import { type Names, namesOf } from './names.js';
import { readmeOf } from './readme.js';
import { type Kind, tutorialOf, versionOf, wordsOf } from './templates.js';

export interface NewPackage {
  kind: Kind;
  name: string;
  runner: Runner;
  /** Where kenning comes from, as a package.json says it. @default this version, from the registry */
  kenning?: string | undefined;
}
export type Runner = 'vitest' | 'node:test';

/** How the tutorials call their systems. */
const harbor =
  /(?<factory>harbor(?:Crm)?(?=\())|(?<type>Harbor(?:Crm)?(?=Options))|(?<title>Harbor(?: CRM)?(?='))|(?<name>harbor(?:-crm)?)/g;

/** The files of a package for another network or CRM, which passes the suite as it is. By their paths. */
export function newPackage({
  kind,
  name,
  runner,
  kenning = `^${versionOf('kenning')}`,
}: NewPackage): Map<string, string> {
  const tutorial = tutorialOf(kind);
  const { suffix } = wordsOf[kind];
  const names = namesOf(name, { code: `${tutorial} ${testOf({ kind, factory: '', name: '', runner })}`, suffix });
  const source = tutorial.replace(harbor, (...found) => {
    const groups = found.at(-1) as Record<string, string | undefined>;
    const kept = (['factory', 'type', 'title', 'name'] as const).find((group) => groups[group]);
    return names[kept ?? 'name'];
  });
  return new Map([
    ['package.json', json(manifestOf({ kind, names, runner, kenning }))],
    ['tsconfig.json', json({ compilerOptions: typescript, include: ['src', 'test'] })],
    ['tsconfig.build.json', json({ extends: './tsconfig.json', compilerOptions: building, include: ['src'] })],
    ['.gitignore', 'node_modules\ndist\n'],
    ['README.md', readmeOf(kind, names)],
    [`src/${name}.ts`, source],
    [`test/${name}.test.ts`, testOf({ kind, factory: names.factory, name, runner })],
  ]);
}

const typescript = {
  ...{ target: 'es2023', module: 'nodenext', lib: ['es2024', 'dom', 'dom.iterable', 'esnext'], types: ['node'] },
  ...{ strict: true, noUncheckedIndexedAccess: true, noUnusedLocals: true, verbatimModuleSyntax: true },
  ...{ erasableSyntaxOnly: true, allowImportingTsExtensions: true, skipLibCheck: true, noEmit: true },
};
const building = {
  ...{ noEmit: false, rootDir: 'src', outDir: 'dist', declaration: true, rewriteRelativeImportExtensions: true },
};

function manifestOf({ kind, names, runner, kenning }: Omit<Required<NewPackage>, 'name'> & { names: Names }): object {
  const { name, title } = names;
  const ours = ['@types/node', 'typescript', ...(runner === 'vitest' ? ['vitest'] : []), 'zod'];
  return {
    name: names.package,
    version: '0.1.0',
    description: `kenning: ${kind === 'connector' ? 'a connector' : 'an adapter'} for ${title}`,
    type: 'module',
    exports: { '.': { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` } },
    files: ['dist'],
    scripts: {
      build: 'tsc -p tsconfig.build.json',
      test: `tsc && ${runner === 'vitest' ? 'vitest run' : 'node --test test/*.test.ts'}`,
      prepack: 'npm run build',
    },
    peerDependencies: { kenning: `^${versionOf('kenning')}`, zod: versionOf('zod') },
    devDependencies: Object.fromEntries([
      ...ours.slice(0, 1).map((dependency) => [dependency, versionOf(dependency)]),
      ['kenning', kenning],
      ...ours.slice(1).map((dependency) => [dependency, versionOf(dependency)]),
    ]),
  };
}

/** A test that runs the suite over a made-up system. */
function testOf({ kind, factory, name, runner }: Omit<NewPackage, 'kenning'> & { factory: string }): string {
  const { system, made, suite } = wordsOf[kind];
  const server = `${made.charAt(0).toLowerCase()}${made.slice(1)}Server`;
  const side = server.replace(/Server$/, 'Side');
  return `import { ${made}, ${server} } from 'kenning/testing';
import { ${suite}, ${side} } from 'kenning/testing/suites';
import { describe, it } from '${runner}';
import { ${factory} } from '../src/${name}.ts';

${suite}(
  { describe, it },
  {
    // A made-up one, which answers over HTTP. Put yours in its place, and say what people do there.
    open({ served, secret: token, timeoutMs, clock }) {
      const ${system} = new ${made}();
      const fetch = served(${server}(${system}, { token }));
      const options = { baseUrl: 'https://${system}.example', token, timeoutMs, fetch, clock };
      return { connect: () => ${factory}(options), ${system}: ${side}(${system}) };
    },
  },
);
`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
