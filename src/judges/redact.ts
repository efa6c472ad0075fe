import { show } from '../wording/quote.ts';

/**
 * Foreign text made fit for a message: no keys in it, no control characters, not long. Servers repeat the key that they refuse,
 * and proxies the headers that they were sent.
 */
export const redact = (text: string, key: string | null, limit = 300): string => {
  // Cut before the search, so that megabytes are not searched. What the cut may have gone through stands at the end, and goes too.
  const [most, longest] = [limit * 8, Math.max(200, key?.length ?? 0)];
  const start = text.slice(0, most);
  const without = key === null || key.length < 4 ? start : start.replaceAll(key, '…');
  const searched = secrets.reduce((rest, [pattern, put]) => rest.replaceAll(pattern, put), without);
  return show((text.length > most ? searched.slice(0, -longest) : searched).trim(), limit);
};

const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[^\s"',;]+/gi, '$1 …'],
  [/\b(sk|rk|pk|gsk|xai|hf|nvapi)[-_][\w*.…-]{3,}/gi, '$1-…'],
  [/\bAIza[\w-]{8,}/g, '…'],
  [/[\w.-]*\*{3,}[\w*.-]*/g, '…'],
  [/(\/\/)[^/\s@]+@/g, '$1…@'],
  [/\b((?:x-)?api[-_]?key|access[-_]token|key|token)=[^&\s"']+/gi, '$1=…'],
  [/("?(?:x-)?api[-_]?key"?\s*:\s*"?)[\w.*-]{8,}/gi, '$1…'],
];
