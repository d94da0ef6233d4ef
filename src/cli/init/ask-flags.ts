import { KenningError } from '../../core/errors.js';
import { type Ask, answerFault, nameFault } from './ask.js';
import type { Setup } from './setup.js';

/**
 * Answers by what stands on the command line: `--channel brand=bluesky --set brand.identifier=…`, and for secrets the
 * names of environment variables, since command lines are seen by everybody.
 *
 * @throws `invalid` for what is missing
 */
export function askFlags(flags: {
  kinds: readonly { of: Setup['of']; name: string; id: string }[];
  values: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
  say: (text: string) => void;
}): Ask {
  const left = { channel: [...flags.kinds], crm: [...flags.kinds] };
  let last = '';
  return {
    async next(of, among) {
      left[of] = left[of].filter((kind) => kind.of === of);
      const kind = left[of].shift();
      if (!kind) return undefined;
      last = kind.name;
      const setup = among.find(({ id }) => id === kind.id);
      if (setup) return setup;
      throw new KenningError(
        'invalid',
        `There is no ${of} "${kind.id}" here; there is ${among.map(({ id }) => id).join(', ')}.`,
      );
    },
    async name(_setup, taken) {
      const fault = nameFault(last, taken);
      if (fault) throw new KenningError('invalid', `"${last}": ${fault}`);
      return last;
    },
    async answer(name, question) {
      const at = `${name}.${question.name}`;
      const variable = flags.secrets[at];
      const given = question.secret ? variable && process.env[variable] : (flags.values[at] ?? question.otherwise);
      const fault = answerFault(question, given ?? '');
      const how = question.secret ? `--secret ${at}=VARIABLE` : `--set ${at}=…`;
      if (fault) throw new KenningError('invalid', `${question.text}: ${fault} Say it with ${how}.`);
      return given ?? '';
    },
    show: (url) => flags.say(`Open this in a browser on this machine and agree:\n${url}`),
  };
}
