#!/usr/bin/env node
// Checked before anything else is loaded: an older Node fails on the first import with a message that helps nobody.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`kenning needs Node 22.18 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  const { run } = await import('./run.js');
  process.exitCode = await run(process.argv.slice(2));
}
