// promptfoo takes the default export of a file.
// oxlint-disable-next-line import/no-default-export
export default (output, context) => output.includes(context.vars.name);
