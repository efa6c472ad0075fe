import { isIPv4, isIPv6 } from 'node:net';

/** The formats of JSON schema that a text is held to. Others are refused: which texts they take is a matter of the validator. */
export const formats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['date', (text: string) => isDate(text)],
  ['time', (text: string) => isTime(text)],
  [
    'date-time',
    (text: string) => {
      const [date = '', time = '', ...rest] = text.split(/t|\s/i);
      return rest.length === 0 && isDate(date) && isTime(time);
    },
  ],
  ['email', (text: string) => email.test(text)],
  ['uri', (text: string) => uri.test(text)],
  ['uuid', (text: string) => uuid.test(text)],
  ['ipv4', isIPv4],
  ['ipv6', (text: string) => isIPv6(text) && !text.includes('%')], // a zone is no part of an address
]);

const isDate = (text: string): boolean => {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return day !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};

/** With its zone. A leap second is one at midnight UTC. */
const isTime = (text: string): boolean => {
  const [whole, hour, minute, second, zone = ''] =
    /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(z|[+-]\d\d(?::?\d\d)?)$/i.exec(text) ?? [];
  if (whole === undefined) return false;
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  const [zoneHours, zoneMinutes] = [Number(hours), Number(minutes ?? 0)];
  if (zoneHours > 23 || zoneMinutes > 59) return false;
  if (h <= 23 && m <= 59 && s < 60) return true;
  const utc = h * 60 + m - (sign === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes);
  return s < 61 && (utc + 2880) % 1440 === 1439;
};

const atom = "[\\w!#$%&'*+/=?^`{|}~-]+";
const label = '[a-z\\d](?:[a-z\\d-]*[a-z\\d])?';
const email = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+${label}$`, 'i');
const uri = /^[a-z][a-z0-9+.-]*:(?:[\w\-.~:/?#@![\]$&'()*+,;=]|%[0-9a-f]{2})+$/i;
const uuid = /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
