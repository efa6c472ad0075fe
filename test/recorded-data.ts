import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Public recorded ballots for checks. They are not part of the project: without them beside it, the tests that use them say so. */
const folder = join(import.meta.dirname, '../../shared/data');

export const recordedData = existsSync(join(folder, 'reference.json')) ? folder : null;

export const withoutData =
  'The recorded ballots are not beside the project (../shared/data), so their figures were not checked.';
