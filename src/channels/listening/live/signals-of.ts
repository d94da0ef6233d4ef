import type { Signal } from '../../../core/model/signal.js';
import type { Analysis, Analyzer } from '../analysis/analyzer.js';

/** What an analysis says. What it could not tell is no signal. */
export function signalsOf(
  { id: analyzer, version }: Pick<Analyzer, 'id' | 'version'>,
  { language, sentiment, score, intent }: Analysis,
  interaction: Signal['interaction'],
  at: Signal['at'],
): Signal[] {
  const head = { interaction, analyzer, version, at };
  return [
    ...(language === 'und' ? [] : [{ ...head, type: 'language', value: language }]),
    ...(sentiment === 'unsupported'
      ? []
      : [{ ...head, type: 'sentiment', value: sentiment, ...(score !== undefined && { score }) }]),
    ...(intent === undefined || intent === 'unknown' ? [] : [{ ...head, type: 'intent', value: intent }]),
  ];
}
