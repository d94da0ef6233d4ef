import type { ModelDocument } from '../../identity/index.js';

type Training = NonNullable<ModelDocument['training']>;

const whole: Readonly<Record<NonNullable<Training['reason']>, string>> = {
  'few-records': 'So few records teach little: the built-in weights stand, hardly moved.',
  'no-convergence': 'Learning from these records came to no end: the built-in weights were used.',
  'impossible-shares': 'By what these records teach hardly any two would be strangers: the built-in weights were used.',
  'fields-collapsed': 'What these records teach contradicts itself in most columns: the built-in weights were used.',
};

/** Says where weights were not learned, or not used, and why; nothing where all was learned. */
export function describeTraining(training: ModelDocument['training']): string[] {
  if (!training) return [];
  const { reason, fields } = training;
  return [
    ...(reason === undefined ? [] : [whole[reason]]),
    ...fields.map(({ field, by, reason: why }) => {
      const found =
        why === 'agreeing-speaks-against'
          ? `Of ${field} these records teach that agreeing speaks against one person`
          : `Of ${field} these records teach that agreeing less speaks more`;
      return `${found}: ${by === 'silent' ? 'it was left out' : 'its built-in weights were used'}.`;
    }),
  ];
}
