import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const directory = mkdtempSync(join(tmpdir(), 'daymark-config-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const needed = ['--platform', 'https://p.example:8443', '--workspace', '/w', '--state', '/s'];
function fileOf(text: string): string {
  const file = join(directory, `${Math.random()}.json`);
  writeFileSync(file, text);
  return file;
}

describe('the configuration', () => {
  it('comes from flags, environment and file, flags first', () => {
    const file = fileOf('{"platform":"https://other.example","site":"Berlin","tag":["edge"],"spool-limit-mb":2}');
    const config = readConfig([...needed, '--config', file], { DAYMARK_ENROLMENT_TOKEN: 'twenty-characters-long' });
    expect(config).toEqual({
      platform: 'https://p.example:8443',
      workspaceDirectory: '/w',
      stateDirectory: '/s',
      token: 'twenty-characters-long',
      name: null,
      authority: null,
      site: 'Berlin',
      tags: ['edge'],
      spoolLimitBytes: 2_000_000,
    });
  });

  it('is null when help is asked for', () => {
    expect(readConfig(['--help'], {})).toBeNull();
  });

  it.each([
    [[], /--platform is missing/],
    [['--platform', 'http://p.example', '--workspace', 'w', '--state', 's'], /must be an address like https/],
    [['--platform', 'https://p.example/path', '--workspace', 'w', '--state', 's'], /must be an address like https/],
    [[...needed, '--wrong', 'x'], /--wrong/],
    [[...needed, '--token', 'short'], /"token" in the command line/],
    [[...needed, '--fingerprint', 'zz'], /"fingerprint"/],
    [[...needed, '--spool-limit-mb', 'much'], /"spool-limit-mb"/],
    [[...needed, '--authority', '/nowhere.pem'], /authority \/nowhere\.pem is not a readable certificate/],
    [[...needed, '--config', '/nowhere.json'], /configuration file \/nowhere\.json cannot be read/],
    [[...needed, '--config', fileOf('{')], /cannot be read/],
    [[...needed, '--config', fileOf('{"paltform":"x"}')], /Unknown in the configuration file .*: paltform\./],
  ])('says what is wrong with %j', (args, sentence) => {
    expect(() => readConfig(args, {})).toThrow(sentence);
  });
});
