/** How options are spelt where the caller gives them, so that a message names what he can change. */
export type Spelling = {
  readonly option: (name: OptionName, value?: OptionValue) => string;
  readonly criteria: string | null; // how to keep to some criteria; null where there is only one
};

type OptionName = 'rule' | 'target' | 'priority' | 'positive' | 'passAt' | 'n' | 'allow';

export type OptionValue = string | number | readonly string[];

/** As flags of the command line: `--pass-at`, `--rule mean`, `--allow rubric,data`. */
export const flags: Spelling = {
  option: (name, value) => {
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === undefined ? flag : `${flag} ${[value].flat().join(',')}`;
  },
  criteria: '--criterion NAME',
};
