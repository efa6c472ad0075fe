/** A duration as a person says it: "0.4 s", "42 s", "3 min 20 s", "2 h 5 min". */
export const duration = (ms: number): string => {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const rest = Math.round(seconds / 60) % 60;
  return `${Math.floor(seconds / 3600)} h${rest === 0 ? '' : ` ${rest} min`}`;
};
