import { spawn } from 'node:child_process';

/**
 * Runs a file that says `begun` and, when it is through, `done`. Kills it that long after it has begun, unless it is done
 * before. Gives how long it took, when it is done.
 */
export function runAndKill(file: string, args: readonly string[], killAfterMs?: number): Promise<number | 'killed'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let begun = 0;
    let tookMs: number | undefined;
    child.stdout.on('data', (data: Buffer) => {
      if (data.includes('begun')) {
        begun = performance.now();
        if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      }
      if (data.includes('done')) tookMs = performance.now() - begun;
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (tookMs !== undefined) resolve(tookMs);
      else if (signal === 'SIGKILL') resolve('killed');
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}
