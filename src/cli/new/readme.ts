import type { Names } from './names.js';
import { type Kind, wordsOf } from './templates.js';

/** What stands at the door of a new package. */
export function readmeOf(kind: Kind, { name, package: packageName, title, factory }: Names): string {
  const { verb, system, option, call, second } = wordsOf[kind];
  return `# ${packageName}

kenning's ${verb} for ${title}.

    npm install
    npm test           # types, and the rules that every ${verb} must keep
    npm run build      # what others import

\`\`\`ts
import { kenning } from 'kenning';
import { memory } from 'kenning/memory';
import { ${factory} } from '${packageName}';

const ours = ${factory}({ baseUrl: 'https://${name}.example', token: process.env.TOKEN ?? '' });
const app = kenning({ store: memory(), ${option}: ours } });
await app.sync();
\`\`\`

It begins as a whole ${verb} of a made-up ${system === 'crm' ? 'CRM' : system}, so that the suite passes at once. What to change, in this order:

1. **Answers**, in \`src/${name}.ts\`: what ${title} says, and what of it is used. Leave out each verb that it can not do.
2. ${second}
3. **The test**, in \`test/${name}.test.ts\`: a server that answers as ${title} does, in the place of the made-up one. What it
   can not do is listed as skipped, with the reason.
4. **Real answers**: \`kenning record NAME --call ${call} --out recorded\`, beside a \`kenning.config.ts\` that uses this
   package, writes them without secrets and people.
`;
}
