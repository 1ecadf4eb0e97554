import { createBrowserHistory } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '#dashboard/app/App.tsx';
import { SignIn } from '#dashboard/app/SignIn.tsx';
import { createHashOnlyHistory } from '#dashboard/app/hash-history.ts';
import { startPreferences } from '#dashboard/app/preferences.ts';
import './dashboard/styles.css';

/** Starts the page against the host that it was built for: this platform, or the bundled world in this browser. */
async function start(): Promise<void> {
  startPreferences();
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no place to draw in');
  const drawn = createRoot(root);
  let page;
  try {
    if (import.meta.env.MODE === 'demo') {
      const opening = document.getElementById('opening');
      if (opening !== null) opening.textContent = 'Starting the bundled world in this browser.';
      page = await openDemo();
    } else {
      page = openLive();
    }
  } catch (error) {
    drawn.render(
      <SignIn headline="This page cannot be opened.">{error instanceof Error ? error.message : String(error)}</SignIn>,
    );
    return;
  }
  drawn.render(
    <StrictMode>
      <App {...page} />
    </StrictMode>,
  );
}

function openLive() {
  // Before the router reads the address, or it would put the code back.
  const signInCode = takeSignInCode();
  return { history: createBrowserHistory(), demo: null, signInCode };
}

/** The world must answer before the first call of the page leaves it. */
async function openDemo() {
  const { startDemo } = await import('#mocks/browser.ts');
  const { control, signInCode } = await startDemo();
  return { history: createHashOnlyHistory(), demo: control, signInCode };
}

/** Takes the code of a one-time link (`/?signin=CODE` or `#signin=CODE`) out of the address, so that it stays in no history. */
function takeSignInCode(): string | null {
  const address = new URL(location.href);
  const inHash = new URLSearchParams(address.hash.slice(1)).get('signin');
  const code = address.searchParams.get('signin') ?? inHash;
  if (code === null) return null;
  address.searchParams.delete('signin');
  if (inHash !== null) address.hash = '';
  history.replaceState(history.state, '', address);
  return code;
}

void start();
