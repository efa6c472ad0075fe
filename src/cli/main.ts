#!/usr/bin/env node
// The version is looked at before anything that an older Node could not load.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `empanel needs Node 24 or newer, and this is ${process.version}.\nIn a clone, run it through npm, which brings its own Node: npm run -s empanel -- --help\n`,
  );
  process.exit(2);
}
const { run } = await import('./program.ts');
process.exitCode = await run(process.argv.slice(2));
