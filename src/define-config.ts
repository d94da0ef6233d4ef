import type { KenningOptions } from './kenning-options.js';

/**
 * The configuration of the `kenning` command, typed. It is what `kenning()` takes.
 *
 * @example
 * // kenning.config.ts
 * export default defineConfig({ store: sqlite({ file: 'crm.sqlite' }) });
 */
export function defineConfig(options: KenningOptions): KenningOptions {
  return options;
}
