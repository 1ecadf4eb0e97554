import type { CatalogueKey } from './catalogue.ts';

/** What a recogniser found: a catalogue entry and, where the entry leaves it open, the code. */
export interface Recognised {
  key: CatalogueKey;
  code: string | null;
}

const fileCodes: Record<string, CatalogueKey> = {
  ENOENT: 'FILE_NOT_FOUND',
  EACCES: 'FILE_PERMISSION',
  EPERM: 'FILE_PERMISSION',
  EEXIST: 'FILE_EXISTS',
  ENOTEMPTY: 'FILE_EXISTS',
  EISDIR: 'FILE_IS_DIRECTORY',
  ENOTDIR: 'FILE_NOT_DIRECTORY',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EROFS: 'DISK_READ_ONLY',
  EIO: 'DISK_IO',
  EBUSY: 'FILE_BUSY',
  ETXTBSY: 'FILE_BUSY',
  EMFILE: 'TOO_MANY_FILES',
  ENFILE: 'TOO_MANY_FILES',
  EFBIG: 'FILE_TOO_LARGE',
  EXDEV: 'FILE_OTHER_DEVICE',
  ENAMETOOLONG: 'FILE_NAME',
  ELOOP: 'FILE_NAME',
};

const networkCodes: Record<string, CatalogueKey> = {
  ECONNREFUSED: 'NET_REFUSED',
  ECONNRESET: 'NET_RESET',
  ECONNABORTED: 'NET_RESET',
  EPIPE: 'NET_RESET',
  ENOTFOUND: 'NET_HOST',
  EAI_NONAME: 'NET_HOST',
  EAI_AGAIN: 'NET_HOST_AGAIN',
  EHOSTUNREACH: 'NET_UNREACHABLE',
  ENETUNREACH: 'NET_UNREACHABLE',
  ENETDOWN: 'NET_UNREACHABLE',
  EHOSTDOWN: 'NET_UNREACHABLE',
  ETIMEDOUT: 'NET_TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'NET_TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'NET_TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'NET_TIMEOUT',
  UND_ERR_SOCKET: 'NET_RESET',
  UND_ERR_RESPONSE: 'HTTP_FAILED',
  PROTOCOL_CONNECTION_LOST: 'SQL_CONNECTION',
};

/** TLS verdicts of Node and OpenSSL; all of them mean that the other side could not prove who it is. */
const tlsCode =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

const contractCode = /^[A-Z0-9][A-Z0-9_-]{0,15}$/;

/**
 * Recognises errors of the operating system and of Node's network and file layers by their `code`.
 * `ENOENT` is a file unless the failing call was a connect (a Unix socket that is not there).
 */
export function recogniseSystem(error: object): Recognised | null {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return null;
  const syscall = 'syscall' in error ? error.syscall : undefined;
  const isNetwork = syscall === 'connect' || syscall === 'getaddrinfo';
  const network = networkCodes[code];
  if (network) return { key: network, code: shortCode(code) };
  if (isNetwork) return { key: 'NET_OTHER', code: shortCode(code) };
  const file = fileCodes[code];
  if (file) return { key: file, code };
  if (tlsCode.test(code)) return { key: 'NET_TLS', code: shortCode(code) ?? 'TLS' };
  if (code === 'ERR_MEMORY_ALLOCATION_FAILED' || code === 'ERR_STRING_TOO_LONG')
    return { key: 'OUT_OF_MEMORY', code: 'MEMORY' };
  if (syscall !== undefined && /^E[A-Z0-9]+$/.test(code)) return { key: 'FILE_OTHER', code: shortCode(code) };
  return null;
}

/** The code itself where it fits the contract's form of a code, else null. */
export function shortCode(code: string): string | null {
  return contractCode.test(code) ? code : null;
}
