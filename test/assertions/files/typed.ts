const check = (output: string): boolean => output.startsWith('t');
// promptfoo takes the default export of a file.
// oxlint-disable-next-line import/no-default-export
export default check;
