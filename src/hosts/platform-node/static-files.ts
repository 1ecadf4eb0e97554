import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt']);

/** Nothing from elsewhere, nothing inline: hostile names in pages cannot become code. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Asset {
  headers: Record<string, string>;
  etag: string;
  plain: Buffer;
  gzip: Buffer | null;
  brotli: Buffer | null;
}

/** Headers that every answer of the dashboard's listener carries. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Serves a built dashboard from memory, compressed once at start. The files are few and small, and what is not listed here
 * does not exist: no path of a request ever reaches the disk. Views are addresses without an extension: they get the page.
 * Resolves to null when `path` (without the mount) names no file and no view.
 */
export function staticFiles(folder: string): (request: Request, path: string) => Response | null {
  const assets = existsSync(folder) ? readAssets(folder) : new Map<string, Asset>();
  return (request, path) => {
    const asset =
      assets.get(path === '' ? 'index.html' : path) ?? (extname(path) === '' ? assets.get('index.html') : undefined);
    return asset ? answer(request, asset) : null;
  };
}

function answer(request: Request, asset: Asset): Response {
  const headers = new Headers({ ...securityHeaders, ...asset.headers, etag: asset.etag, vary: 'accept-encoding' });
  if (request.headers.get('if-none-match') === asset.etag) return new Response(null, { status: 304, headers });
  const accepted = request.headers.get('accept-encoding') ?? '';
  let body = asset.plain;
  if (asset.brotli && /\bbr\b/.test(accepted)) {
    body = asset.brotli;
    headers.set('content-encoding', 'br');
  } else if (asset.gzip && /\bgzip\b/.test(accepted)) {
    body = asset.gzip;
    headers.set('content-encoding', 'gzip');
  }
  headers.set('content-length', String(body.length));
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers });
}

function readAssets(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    const plain = readFileSync(file);
    const extension = extname(path);
    const isHashed = path.startsWith('assets/');
    const isText = compressible.has(extension) && plain.length > 1_000;
    assets.set(path, {
      headers: {
        'content-type': types[extension] ?? 'application/octet-stream',
        'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      plain,
      gzip: isText ? gzipSync(plain, { level: 9 }) : null,
      brotli: isText ? brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }) : null,
    });
  }
  return assets;
}
