import { isCancel, note, password, select, text } from '@clack/prompts';
import { type Ask, answerFault, nameFault } from './ask.js';

/** Asks a person at the terminal. */
export function askPerson(): Ask {
  const answered = async <Answer>(asked: Promise<Answer>): Promise<Exclude<Answer, symbol>> => {
    const answer = await asked;
    if (isCancel(answer)) throw new DOMException('stopped', 'AbortError');
    return answer as Exclude<Answer, symbol>;
  };
  return {
    async next(of, among) {
      const message = of === 'channel' ? 'Where do customers speak?' : 'Where are the customers known?';
      const options = [
        ...among.map((setup) => ({ value: setup.id, label: setup.label })),
        { value: '', label: 'Nowhere else' },
      ];
      const id = await answered(select({ message, options }));
      return among.find((setup) => setup.id === id);
    },
    async name(setup, taken) {
      const initialValue = setup.of === 'channel' ? 'brand' : 'contacts';
      const message = `${setup.label}: what do you call it?`;
      return answered(
        text({
          message,
          ...(!taken.has(initialValue) && { initialValue }),
          validate: (given = '') => nameFault(given, taken),
        }),
      );
    },
    async answer(_name, question) {
      const message = question.such ? `${question.text} (such as ${question.such})` : question.text;
      const validate = (given = '') => answerFault(question, given);
      if (question.secret) return answered(password({ message, validate }));
      return answered(text({ message, ...(question.otherwise && { initialValue: question.otherwise }), validate }));
    },
    show(url) {
      note(url, 'Open this in a browser on this machine and agree');
    },
  };
}
