import { basename, dirname, extname, resolve } from 'node:path';

/** The name of a run's folder: as declared, else from the config file's own name, else from the folder that it lies in. */
export const runName = (declared: string | null, file: string): string => {
  const stem = basename(file, extname(file));
  const own = /^promptfooconfig$/i.test(stem) ? basename(dirname(resolve(file))) : stem;
  return slug(declared ?? own) || 'panel';
};

/** Text as the name of a folder on any system: `Support replies!` becomes `support-replies`. */
const slug = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
