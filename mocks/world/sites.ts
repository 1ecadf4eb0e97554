/** A place where runtimes live. */
export interface Site {
  code: string;
  name: string;
  timeZone: string;
  region: 'Europe' | 'Americas' | 'Asia Pacific' | 'Test';
  /** What runs there, as the middle of runtime names, with how many runtimes of each. */
  systems: readonly [system: string, runtimes: number][];
}

/** Sixty runtimes at believable places; names are invented, as are all systems and people of this world. */
export const sites: readonly Site[] = [
  {
    code: 'ham',
    name: 'Hamburg',
    timeZone: 'Europe/Berlin',
    region: 'Europe',
    systems: [
      ['wms', 2],
      ['edi', 1],
      ['plc', 1],
    ],
  },
  {
    code: 'ber',
    name: 'Berlin',
    timeZone: 'Europe/Berlin',
    region: 'Europe',
    systems: [
      ['erp', 2],
      ['crm', 1],
    ],
  },
  {
    code: 'lyo',
    name: 'Lyon',
    timeZone: 'Europe/Paris',
    region: 'Europe',
    systems: [
      ['wms', 2],
      ['edi', 1],
    ],
  },
  { code: 'mil', name: 'Milan', timeZone: 'Europe/Rome', region: 'Europe', systems: [['pos', 2]] },
  {
    code: 'mad',
    name: 'Madrid',
    timeZone: 'Europe/Madrid',
    region: 'Europe',
    systems: [
      ['pos', 1],
      ['wms', 1],
    ],
  },
  {
    code: 'rtm',
    name: 'Rotterdam',
    timeZone: 'Europe/Amsterdam',
    region: 'Europe',
    systems: [
      ['edi', 1],
      ['tms', 2],
    ],
  },
  {
    code: 'gdn',
    name: 'Gdańsk',
    timeZone: 'Europe/Warsaw',
    region: 'Europe',
    systems: [
      ['wms', 1],
      ['plc', 1],
    ],
  },
  { code: 'osl', name: 'Oslo', timeZone: 'Europe/Oslo', region: 'Europe', systems: [['crm', 1]] },
  {
    code: 'sth',
    name: 'Stockholm',
    timeZone: 'Europe/Stockholm',
    region: 'Europe',
    systems: [
      ['erp', 1],
      ['mdm', 1],
    ],
  },
  { code: 'dub', name: 'Dublin', timeZone: 'Europe/Dublin', region: 'Europe', systems: [['fin', 1]] },
  { code: 'lon', name: 'London', timeZone: 'Europe/London', region: 'Europe', systems: [['fin', 1]] },
  {
    code: 'nyc',
    name: 'New York',
    timeZone: 'America/New_York',
    region: 'Americas',
    systems: [
      ['fin', 1],
      ['crm', 1],
    ],
  },
  { code: 'atl', name: 'Atlanta', timeZone: 'America/New_York', region: 'Americas', systems: [['wms', 2]] },
  {
    code: 'dal',
    name: 'Dallas',
    timeZone: 'America/Chicago',
    region: 'Americas',
    systems: [
      ['tms', 1],
      ['edi', 1],
    ],
  },
  { code: 'chi', name: 'Chicago', timeZone: 'America/Chicago', region: 'Americas', systems: [['erp', 1]] },
  { code: 'tor', name: 'Toronto', timeZone: 'America/Toronto', region: 'Americas', systems: [['pos', 1]] },
  {
    code: 'mex',
    name: 'Monterrey',
    timeZone: 'America/Monterrey',
    region: 'Americas',
    systems: [
      ['plc', 1],
      ['wms', 1],
    ],
  },
  {
    code: 'gru',
    name: 'São Paulo',
    timeZone: 'America/Sao_Paulo',
    region: 'Americas',
    systems: [
      ['erp', 1],
      ['fin', 1],
    ],
  },
  {
    code: 'sin',
    name: 'Singapore',
    timeZone: 'Asia/Singapore',
    region: 'Asia Pacific',
    systems: [
      ['edi', 1],
      ['tms', 1],
    ],
  },
  {
    code: 'tyo',
    name: 'Tokyo',
    timeZone: 'Asia/Tokyo',
    region: 'Asia Pacific',
    systems: [
      ['erp', 1],
      ['wms', 1],
    ],
  },
  {
    code: 'syd',
    name: 'Sydney',
    timeZone: 'Australia/Sydney',
    region: 'Asia Pacific',
    systems: [
      ['pos', 1],
      ['crm', 1],
    ],
  },
  { code: 'pnq', name: 'Pune', timeZone: 'Asia/Kolkata', region: 'Asia Pacific', systems: [['plc', 1]] },
  { code: 'hkg', name: 'Hong Kong', timeZone: 'Asia/Hong_Kong', region: 'Asia Pacific', systems: [['fin', 1]] },
  {
    code: 'test',
    name: 'Test',
    timeZone: 'Europe/Berlin',
    region: 'Test',
    systems: [
      ['erp', 4],
      ['wms', 3],
      ['edi', 3],
      ['pos', 2],
      ['fin', 2],
      ['crm', 1],
      ['plc', 1],
    ],
  },
];
