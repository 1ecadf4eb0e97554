import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Button } from './Button.tsx';
import { Matched } from './Matched.tsx';
import { Panel } from './Panel.tsx';
import { RequestStepper } from './RequestStepper.tsx';
import { FileName, SafeText, Template } from './SafeText.tsx';

describe('a panel', () => {
  const rows = <p>the rows</p>;
  test('keeps its rows while they are stale, under a line that says how old', () => {
    const markup = renderToStaticMarkup(
      <Panel state={{ kind: 'stale', age: '4 min old', cause: 'platform unreachable' }}>{rows}</Panel>,
    );
    expect(markup.indexOf('4 min old')).toBeLessThan(markup.indexOf('the rows'));
  });
  test('keeps its rows while some are missing, over a line that says who', () => {
    const markup = renderToStaticMarkup(
      <Panel state={{ kind: 'partial', missing: '2 missing', who: 'rtm-tms-02, gru-erp-01' }}>{rows}</Panel>,
    );
    expect(markup.indexOf('rtm-tms-02')).toBeGreaterThan(markup.indexOf('the rows'));
  });
  test('shows no rows while it reads, and is busy', () => {
    const markup = renderToStaticMarkup(<Panel state={{ kind: 'loading', deadlineMs: 10_000 }}>{rows}</Panel>);
    expect(markup).toContain('aria-busy="true"');
    expect(markup).not.toContain('the rows');
  });
  test('offers a retry when it could not be read', () => {
    const state = {
      kind: 'error',
      title: 'The list could not be read',
      cause: '503, twice.',
      onRetry: () => undefined,
    } as const;
    expect(renderToStaticMarkup(<Panel state={state}>{rows}</Panel>)).toContain('Try now');
  });
});

describe('the way of a request', () => {
  test('stops where it was refused', () => {
    const markup = renderToStaticMarkup(
      <RequestStepper
        label="Way of R-1"
        stations={[
          { id: 'queued', word: 'queued', mark: 'passed' },
          { id: 'refused', word: 'refused', mark: 'aborted' },
        ]}
      />,
    );
    expect(markup.match(/<li/g)).toHaveLength(2);
    expect(markup).toContain('#g-aborted');
    expect(markup.match(/border-t-2/g)).toHaveLength(1);
  });
  test('marks where it is, and only the next hop as expected', () => {
    const markup = renderToStaticMarkup(
      <RequestStepper
        label="Way of R-2"
        stations={[
          { id: 'queued', word: 'queued', mark: 'current' },
          { id: 'delivered', word: 'delivered', below: 'in 3 s', mark: 'ahead' },
          { id: 'working', word: 'working', mark: 'ahead' },
          { id: 'answered', word: 'answered', mark: 'ahead' },
        ]}
      />,
    );
    expect(markup.match(/aria-current="step"/g)).toHaveLength(1);
    expect(markup.match(/border-dashed/g)).toHaveLength(1);
  });
});

test('a button that cannot be used says why and stays in reach', () => {
  const markup = renderToStaticMarkup(<Button disabledReason="rtm-tms-02 is offline">Ask for the log</Button>);
  expect(markup).toContain('aria-disabled="true"');
  expect(markup).not.toContain(' disabled=');
  expect(markup).toContain('rtm-tms-02 is offline</span>');
});

describe('hostile text', () => {
  test('is isolated and its tricks are spelt out', () => {
    const markup = renderToStaticMarkup(<SafeText>{'a\u202e<b>'}</SafeText>);
    expect(markup).toContain('<bdi>');
    expect(markup).toContain('\\u202E');
    expect(markup).toContain('&lt;b&gt;');
  });
  test('a long file name is cut in its middle and whole in its title', () => {
    const markup = renderToStaticMarkup(<FileName name="Proof of delivery Zeebrugge.pdf" most={20} />);
    expect(markup).toContain('title="Proof of delivery Zeebrugge.pdf"');
    expect(markup).toContain('…');
  });
  test('a slot of a template is set apart', () => {
    expect(renderToStaticMarkup(<Template>{'Customer <str> not found'}</Template>)).toContain('>&lt;str&gt;</span>');
  });
});

test('a match is underlined whatever is typed', () => {
  const markup = renderToStaticMarkup(<Matched text="Order (to) ERP" query="erp (to" />);
  expect(markup.match(/<span/g)).toHaveLength(2);
  expect(renderToStaticMarkup(<Matched text="a" query="  " />)).toBe('a');
});
