#!/usr/bin/env node
// The version is looked at before anything that an older Node could not load.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `empanel needs Node 24 or newer, and this is ${process.version}.\nIn a clone, run it through npm, which brings its own Node: npm run -s empanel -- --help\n`,
  );
  process.exit(2);
}
const [{ run }, { printError }] = await Promise.all([import('./program.ts'), import('./print.ts')]);
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // A bug, with its stack. Node's own 1 would pass for a gate that failed.
  printError(
    `empanel broke; please report this:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 70;
}
