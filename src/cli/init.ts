import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Fault } from '../fault.ts';
import { printable } from '../report/escape.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { print } from './print.ts';
import { starter } from './starter.ts';

/** `empanel init [DIR]` */
export const initCommand = (): Command =>
  new Command('init')
    .summary('write a small set-up that works')
    .description(
      'Writes promptfooconfig.yaml, rubric.yaml and answers.csv: forty short answers and a panel of two models that judges them.\nNothing is overwritten.',
    )
    .argument('[dir]', 'folder to write to', '.')
    .action((folder: string) => {
      const there = Object.keys(starter).filter((name) => existsSync(join(folder, name)));
      if (there.length > 0)
        throw new Fault(
          'report/exists',
          `${quoteAll(there)} exist${there.length === 1 ? 's' : ''} in ${quote(folder)}, and init overwrites nothing.\nGive an empty folder: empanel init my-panel.`,
        );
      try {
        mkdirSync(folder, { recursive: true });
        for (const [name, content] of Object.entries(starter))
          writeFileSync(join(folder, name), content, { flag: 'wx' });
      } catch (cause) {
        throw new Fault(
          'report/unwritable',
          `The files can't be written to ${quote(folder)}: ${cause instanceof Error ? cause.message : String(cause)}.\nGive another folder: empanel init DIR.`,
          { cause },
        );
      }
      const config = printable(join(folder, 'promptfooconfig.yaml'));
      const named = folder === '.' ? '' : ` ${config}`;
      print(`Wrote ${Object.keys(starter)
        .map((name) => printable(join(folder, name)))
        .join(', ')}.

Next:
  empanel plan${named}              what it will cost and can tell, before anything is sent
  empanel run${named} --rehearse    the whole run with simulated judges, without a key
  empanel run${named}               the run; needs OPENAI_API_KEY and ANTHROPIC_API_KEY
`);
    });
