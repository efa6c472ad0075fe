import { expectPanel } from 'empanel/vitest';
import { it } from 'vitest';

const replies = (process.env['REPLIES'] ?? 'A reply.').split('|');
const options = { config: 'asking.json', vars: { question: 'Where is it?' } };

it('one criterion', () => expectPanel(replies, options).toPass('right'));
it.concurrent('the same at the same time', () => expectPanel(replies, options).toPass('right'));
it.concurrent('and again', () => expectPanel(replies, options).toPass('right'));
