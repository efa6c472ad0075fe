import { styleText } from 'node:util';
import type { Emphasis } from '../report/terminal.ts';

/** How standard output emphasises: with colours on a terminal that has them, not at all elsewhere. */
export const emphasis: Emphasis = {
  strong: (text) => styleText('bold', text, { stream: process.stdout }),
  quiet: (text) => styleText('dim', text, { stream: process.stdout }),
  warn: (text) => styleText('yellow', text, { stream: process.stdout }),
  good: (text) => styleText('green', text, { stream: process.stdout }),
  bad: (text) => styleText('red', text, { stream: process.stdout }),
};
