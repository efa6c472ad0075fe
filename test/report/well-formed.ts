/** Tags that close nothing, or are never closed, in a document whose text holds no raw "<". */
export const misnested = (xml: string): string[] => {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = '', empty] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s+[a-z]+="[^"<]*")*\s*(\/?)>/g)) {
    if (empty === '/') continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  const raw = xml.replace(/^<\?xml[^>]*\?>/, '').replaceAll(/<\/?[a-z-]+(?:\s+[a-z]+="[^"<]*")*\s*\/?>/g, '');
  return [...wrong, ...open, ...(raw.match(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/g) ?? [])];
};
