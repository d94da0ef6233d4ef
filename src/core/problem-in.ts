import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong first with something that was given: `password is empty`. Messages of a schema's own are taken as they are. */
export function problemIn(error: z.ZodError): string {
  const [issue] = error.issues;
  const words = issue ? wordsOf(issue) : 'it is not understood';
  const place = issue?.path.join('.').slice(0, 200);
  if (!place) return words;
  return issue?.code === 'unrecognized_keys' ? `${place}: ${words}` : `${place} ${words}`;
}

const kinds: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list' },
  ...{ object: 'an object', record: 'an object', function: 'a function', date: 'a date' },
};

function wordsOf(issue: Issue): string {
  if (!/^(?:Invalid|Too|Unrecognized)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'unrecognized_keys':
      return `there is no option ${issue.keys.map((key) => `"${key.slice(0, 100)}"`).join(', ')}; check the spelling`;
    case 'invalid_type':
      return `${issue.message.endsWith('received undefined') ? 'is missing: it ' : ''}should be ${kinds[issue.expected] ?? issue.expected}`;
    case 'too_small':
      if (issue.minimum === 1 && issue.inclusive && issue.origin !== 'number') return 'is empty';
      return `should be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `should be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return `should be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_format':
      return issue.format === 'url'
        ? 'should be an address that begins with https://'
        : 'is not written as it should be';
    case 'invalid_union':
      return issue.errors.flat().some(({ message }) => message.endsWith('received undefined'))
        ? 'is missing'
        : 'is not of the right kind';
    default:
      return 'is not of the right kind';
  }
}

const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters long' : origin === 'array' || origin === 'set' ? ' items long' : '';
