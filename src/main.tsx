import { createBrowserHistory } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '#dashboard/app/App.tsx';
import { startPreferences } from '#dashboard/app/preferences.ts';
import './dashboard/styles.css';

/** Starts the page against the platform that serves it. */
function start(): void {
  startPreferences();
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no place to draw in');
  const page = openLive();
  createRoot(root).render(
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

start();
