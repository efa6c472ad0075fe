// What `package:empanel/promptfoo:…` names. A file with a default export hides all its other names from promptfoo, so these stand together.
export { default as Grader } from './grader.ts';
export { default as Ensemble } from './provider.ts';
export { default as assertion } from './assertion.ts';
