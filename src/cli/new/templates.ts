/** Put here by the build: the tutorials themselves, so that what is written and what the documentation shows are one. */
declare const KENNING_TEMPLATES: string;

const templates = () => JSON.parse(KENNING_TEMPLATES) as Record<Kind, string> & { versions: Record<string, string> };

export type Kind = 'connector' | 'crm';

/** In what a package for a network and one for a CRM differ. */
interface Words {
  verb: string;
  suffix: string;
  system: string;
  made: string;
  suite: string;
  option: string;
  call: string;
  second: string;
}

export const wordsOf: Record<Kind, Words> = {
  connector: {
    ...{ verb: 'connector', suffix: 'Connector', system: 'network', made: 'FakeNetwork', suite: 'connectorSuite' },
    ...{ option: 'channels: { brand', call: 'mentions' },
    second:
      '**Terms**: what the network allows, with its page and the day on which you read it. Without them nothing is kept.',
  },
  crm: {
    ...{ verb: 'adapter', suffix: 'Adapter', system: 'crm', made: 'FakeCrm', suite: 'crmAdapterSuite' },
    ...{ option: 'crms: { sales', call: 'contacts' },
    second: '**Fields**: which of its fields are names, titles and addresses of mail. All others go into `custom`.',
  },
};

const statement = /^import \{([^}]*)\} from ('.*');\n/gm;

/** The tutorial of a kind as a module: without what it does when it is run, and without what was imported for that. */
export function tutorialOf(kind: Kind): string {
  const whole = templates()[kind];
  const code = whole.slice(0, whole.indexOf('\nif (import.meta.main)'));
  const words = new Set(code.replace(statement, '').match(/\w+/g));
  return code.replace(statement, (_import, list: string, from: string) => {
    const items = list.split(',').map((item) => item.trim());
    const needed = items.filter((item) => words.has(item.replace(/^type /, '')));
    return needed.length > 0 ? `import { ${needed.join(', ')} } from ${from};\n` : '';
  });
}

/** A version of a package that kenning itself is built and tested with. */
export function versionOf(dependency: string): string {
  return templates().versions[dependency] as string;
}
