/** How a command ends. */
export const exitCode = {
  done: 0,
  gateFailed: 1,
  badInput: 2,
  incomplete: 3,
  interrupted: 130,
} as const;
