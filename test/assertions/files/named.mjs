export const long = (output) => output.length > 3;
export const graded = (output) => ({ pass: output === 'yes', score: 0.25, reason: `it says ${output}` });
