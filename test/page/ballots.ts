type Panel = {
  readonly judges?: readonly string[];
  readonly criteria?: readonly string[];
  readonly rows?: number;
  readonly samples?: number;
  readonly gold?: boolean;
  readonly name?: (row: number) => string;
  readonly more?: object;
};

/** Cells of a made-up panel that is wrong now and then, the same each time. */
export const panel = ({
  judges = ['luna', 'haiku', 'quick'],
  criteria = ['safe'],
  rows = 60,
  samples = 5,
  gold = true,
  name = (row) => `r${row}`,
  more = {},
}: Panel = {}): object[] =>
  criteria.flatMap((criterion, question) =>
    Array.from({ length: rows }, (_, row) =>
      judges.map((judge, seat) => {
        const right = row % 3 === 0 ? 'fail' : 'pass';
        const wrong = right === 'pass' ? 'fail' : 'pass';
        const values = Array.from({ length: samples }, (_, sample) => {
          const chance = (row * 31 + seat * 17 + sample * 43 + question * 13 + row * sample * 7) % 53;
          return chance === 52 ? null : chance < 10 + (seat % 4) * 3 ? wrong : right;
        });
        return { row: name(row), criterion, judge, values, ...(gold ? { gold: right } : {}), ...more };
      }),
    ).flat(),
  );

/** Markup that would run, or break out of where it stands, if it were not text. */
export const hostile = [
  '<img src=x onerror="document.title=\'owned\'">',
  '</script><script>document.title="owned"</script>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style><b>bold</b>',
  '<a href="javascript:alert(1)">x</a>&lt;i&gt;',
];
